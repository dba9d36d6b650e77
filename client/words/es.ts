import { spanishRecordWords } from '../../shared/words/es.ts';
import type { Messages } from './message.ts';

/** Every word of the panel in Spanish. */
export const es: Messages = {
  ...spanishRecordWords,
  'common.tryAgain': 'Intentar de nuevo',
  'common.cancel': 'Cancelar',
  'common.loading': 'Cargando',
  'common.stale': 'No se pudieron cargar las cifras más recientes. Estas son de las {time}.',
  'common.change': 'Cambiar',
  'common.discard': 'Descartar',
  'common.none': 'Ninguna',
  'common.showChoices': 'Mostrar las opciones',
  'common.notYet': 'Todavía no hay',
  'common.back': 'Volver a la actividad',

  'shell.windowTitle': '{screen} | AIQ Marketing + Loyalty',
  'shell.navigation': 'Aplicación AIQ',
  'shell.overview': 'Resumen',
  'shell.setUp': 'Configuración',
  'shell.options': 'Opciones de lealtad',
  'shell.mapping': 'Asignar tiendas',
  'shell.activity': 'Actividad',
  'shell.privacy': 'Datos y privacidad',

  'session.ended.title': 'Su sesión ha terminado',
  'session.ended.text':
    'Abra de nuevo la aplicación AIQ desde el menú Aplicaciones, en otra pestaña si ha escrito algo aquí. Esta página conserva lo escrito y continúa sola en cuanto la aplicación vuelva a estar abierta.',
  'session.ended.open': 'Abrir la aplicación en otra pestaña',
  'session.never.title': 'Abra AIQ desde su panel de control',
  'session.never.text':
    'Esta página solo funciona dentro de su panel de control de BigCommerce. Vaya a Aplicaciones, Mis aplicaciones, AIQ Marketing + Loyalty, y elija Iniciar.',
  'session.back': 'Ha vuelto a iniciar sesión.',
  'session.opening': 'Abriendo AIQ',

  'crash.title': 'Esta página dejó de funcionar',
  'crash.text':
    'No se perdió nada: su configuración y la sincronización se guardan en el servidor. Cargue la página de nuevo. Si no ayuda, cierre la aplicación y ábrala otra vez.',
  'crash.reload': 'Cargar la página de nuevo',
  'notLoaded.title': 'Esta página no se pudo cargar',
  'notLoaded.text':
    'Compruebe su conexión a internet y vuelva a cargar la página. Mientras tanto, la sincronización sigue.',
  'missing.title': 'Esta página no existe',
  'missing.text': 'Puede que la dirección sea antigua. Desde el resumen se llega a todo.',
  'missing.overview': 'Ir al resumen',

  'dialog.typeToConfirm': 'Escriba {word} para confirmar',
  'leave.title': '¿Salir sin guardar?',
  'leave.text': 'Cambió algo en esta página que todavía no está guardado.',
  'leave.leave': 'Descartar cambios y salir',
  'leave.stay': 'Quedarse aquí',

  'conflict.title': 'Esta página se guardó en otro lugar mientras tanto',
  'conflict.text':
    'Otro usuario de esta tienda, o usted en otra ventana, guardó esta página mientras usted trabajaba en ella. Nada de lo suyo se ha guardado todavía.',
  'conflict.theirs': 'Mostrar lo guardado',
  'conflict.mine': 'Guardar lo mío',

  'error.inputKept': 'Lo que escribió sigue aquí.',
  'error.reference': 'Si contacta con soporte, mencione {reference}.',
  'error.offline.title': 'La aplicación no responde',
  'error.offline.text': 'Compruebe su conexión a internet e inténtelo de nuevo.',
  'error.invalid-input.title': 'Algo en el formulario no es correcto',
  'error.invalid-input.text': 'Revise los campos marcados en rojo e inténtelo de nuevo.',
  'error.not-signed-in.title': 'No ha iniciado sesión',
  'error.not-signed-in.text':
    'Abra de nuevo la aplicación desde el menú Aplicaciones de su panel de control.',
  'error.session-expired.title': 'Su sesión ha terminado',
  'error.session-expired.text':
    'Abra de nuevo la aplicación desde el menú Aplicaciones de su panel de control.',
  'error.code-used.title': 'Esta página ya se había abierto',
  'error.code-used.text': 'Abra de nuevo la aplicación desde el menú Aplicaciones de su panel de control.',
  'error.forbidden.title': 'No tiene permiso para esto',
  'error.forbidden.text': 'Pida acceso a esta aplicación al propietario de la tienda.',
  'error.not-found.title': 'No encontrado',
  'error.not-found.text': 'Puede que se haya eliminado mientras tanto. Vuelva atrás y mire otra vez.',
  'error.method-not-allowed.title': 'La aplicación ha cambiado',
  'error.method-not-allowed.text': 'Cargue esta página de nuevo para obtener la versión más reciente.',
  'error.too-large.title': 'Es demasiado de una vez',
  'error.too-large.text': 'Envíe menos de una vez e inténtelo de nuevo.',
  'error.too-many-requests.title': 'Demasiadas solicitudes',
  'error.too-many-requests.text': 'Espere un minuto e inténtelo de nuevo.',
  'error.conflict.title': 'Algo cambió mientras tanto',
  'error.conflict.text': 'Cargue esta página de nuevo, mire qué cambió e inténtelo otra vez.',
  'error.aiq-not-linked.title': 'AIQ no está vinculado',
  'error.aiq-not-linked.text': 'Vaya a Configuración y vincule primero su cuenta de AIQ.',
  'error.aiq-key-refused.title': 'AIQ rechazó la clave de API',
  'error.aiq-key-refused.text':
    'En AIQ, abra Settings > API & Tracking y copie otra vez la clave de API. Asegúrese de que es de la misma cuenta que el UID.',
  'error.aiq-uid-mismatch.title': 'El UID y la clave de API no corresponden',
  'error.aiq-uid-mismatch.text': 'Compruebe el UID en AIQ, en Settings > API & Tracking.',
  'error.aiq-unreachable.title': 'AIQ no responde',
  'error.aiq-unreachable.text':
    'AIQ parece estar caído o muy lento. No se cambió nada; inténtelo de nuevo en unos minutos.',
  'error.aiq-account-linked-elsewhere.title': 'Esta cuenta de AIQ ya está vinculada a otra tienda',
  'error.aiq-account-linked-elsewhere.text':
    'Confirme que ambas tiendas deben compartir esta cuenta de AIQ, o introduzca el UID y la clave de la cuenta correcta.',
  'error.other-connection-not-off.title': 'La conexión propia de AIQ con BigCommerce debe estar desactivada',
  'error.other-connection-not-off.text':
    'Desactívela en AIQ y confírmelo abajo. De lo contrario, cada venta se contaría dos veces.',
  'error.age-gate-missing.title': 'El control de edad no está confirmado',
  'error.age-gate-missing.text': 'Confirme el control de edad en Configuración. Antes no se envía nada.',
  'error.setup-incomplete.title': 'La configuración no está terminada',
  'error.setup-incomplete.text': 'Termine primero los pasos de la página Configuración.',
  'error.confirmation-needed.title': 'Esto necesita su confirmación',
  'error.confirmation-needed.text':
    'Puede que haya compradores que pierdan su membresía. Guarde otra vez y confirme.',
  'error.bigcommerce-token-refused.title': 'BigCommerce ya no acepta la aplicación',
  'error.bigcommerce-token-refused.text':
    'Cierre esta página y abra de nuevo la aplicación desde el menú Aplicaciones. Si no ayuda, instálela otra vez; nada se pierde ni se envía dos veces.',
  'error.bigcommerce-scope-missing.title': 'A la aplicación le falta un permiso',
  'error.bigcommerce-scope-missing.text':
    'Abra de nuevo la aplicación desde el menú Aplicaciones y acepte los permisos que muestra BigCommerce.',
  'error.bigcommerce-unreachable.title': 'BigCommerce no responde',
  'error.bigcommerce-unreachable.text': 'No se cambió nada. Inténtelo de nuevo en unos minutos.',
  'error.store-not-installed.title': 'La aplicación no está instalada',
  'error.store-not-installed.text':
    'Instale otra vez AIQ Marketing + Loyalty desde el menú Aplicaciones de su panel de control.',
  'error.unavailable.title': 'La aplicación no está disponible en este momento',
  'error.unavailable.text':
    'Estamos en ello. No se pierde nada: sus pedidos se enviarán más tarde. Inténtelo de nuevo en un minuto.',
  'error.internal.title': 'Algo falló en nuestro lado',
  'error.internal.text': 'No se perdió nada suyo. Inténtelo de nuevo; si se repite, contacte con soporte.',

  'kinds.order': 'Pedidos',
  'kinds.refund': 'Reembolsos',
  'kinds.customer': 'Clientes',
  'kinds.guest': 'Invitados',
  'kinds.product': 'Productos',
  'kinds.enrolment': 'Inscripciones en lealtad',
  'kinds.opt-in': 'Solicitudes de SMS',
  'kinds.signup': 'Registros en AIQ',

  'explain.accepted':
    'AIQ lo aceptó. Los puntos y los informes de AIQ pueden tardar hasta 24 horas en mostrarlo.',
  'explain.reversed':
    'Primero se envió y después dejó de contar, por ejemplo porque el pedido se canceló. Se indicó a AIQ que lo anulara.',
  'explain.withdrawn': 'El producto ya no se muestra en su tienda, así que se retiró de AIQ.',
  'explain.queued': 'Se enviará solo en unos instantes. No hay nada que hacer.',
  'explain.retrying':
    'El último intento no tuvo éxito. Se intenta de nuevo solo; también puede intentarlo ahora.',
  'explain.frozen':
    'La sincronización está en pausa. Espera hasta que la reanude en la página Datos y privacidad.',
  'explain.aiq-unavailable': 'AIQ está caído o lento. Se envía solo en cuanto AIQ vuelva a responder.',
  'explain.bigcommerce-unavailable':
    'BigCommerce está caído o lento. Se lee y se envía solo en cuanto BigCommerce vuelva a responder.',
  'explain.key-refused': 'AIQ ya no acepta su clave de API. Introduzca la clave actual en Configuración.',
  'explain.channel-unmapped':
    'El pedido llegó por un canal o punto de recogida sin tienda de AIQ. Asígnelo en Asignar tiendas; el pedido sale después solo.',
  'explain.aiq-rejected':
    'AIQ no aceptó el contenido. Mire la respuesta de AIQ, corrija el pedido, el cliente o el producto en BigCommerce e inténtelo de nuevo.',
  'explain.opt-in-refused':
    'AIQ no aceptó la solicitud. A un teléfono se le pregunta una sola vez, así que no se repite; el comprador puede registrarse en AIQ.',
  'explain.opt-in-waiting':
    'AIQ aún no conoce a este comprador, así que no se preguntó a nadie. Un comprador nuevo puede tardar hasta 24 horas en aparecer allí; se intenta de nuevo sin que haga nada.',
  'explain.unknown-to-aiq':
    'AIQ no conoció a este comprador durante más de un día, así que no se preguntó a nadie. Compruebe si sus pedidos se enviaron e inténtelo de nuevo.',
  'explain.unreadable':
    'BigCommerce devolvió algo que no se pudo entender. Inténtelo de nuevo; si continúa, contacte con soporte.',
  'explain.refund-without-order':
    'El pedido de este reembolso no se ha enviado, así que no hay nada que anular. Sale solo cuando se envíe el pedido.',
  'explain.status-does-not-count':
    'El estado del pedido no es uno de los que cuentan como venta. Se envía en cuanto tenga uno. Los elige en Opciones de lealtad.',
  'explain.incomplete-order': 'El comprador no terminó la compra. Estos pedidos nunca son una venta.',
  'explain.before-history-start':
    'El pedido es anterior al inicio del historial que eligió en Configuración. Elija allí una fecha anterior para incluirlo.',
  'explain.guest-orders-off':
    'El comprador compró sin cuenta, y los pedidos de invitados están desactivados en Opciones de lealtad.',
  'explain.guest-without-contact':
    'El comprador compró sin cuenta y no dejó correo ni teléfono, así que AIQ no puede saber quién es.',
  'explain.no-contact-details':
    'El cliente no tiene correo ni teléfono utilizable. Añada uno en BigCommerce y se enviará solo.',
  'explain.contact-sync-off':
    'Los clientes se envían por sí mismos solo con Sincronizar contactos activado. Sin ello, se envían como compradores de sus pedidos.',
  'explain.changed-before-contact-sync':
    'El cliente se cambió por última vez antes de activar Sincronizar contactos. El próximo cambio se envía.',
  'explain.order-not-sent': 'Su pedido no se envió, así que no había nada que anular.',
  'explain.nothing-to-count': 'Después de descuentos y reembolsos no queda importe ni artículo que enviar.',
  'explain.no-usable-phone':
    'No hay número de teléfono, o no es uno de diez cifras de EE. UU. o Canadá. Corríjalo en BigCommerce.',
  'explain.asked-before':
    'A este teléfono ya se le preguntó una vez. Solo se pregunta una vez, fuera cual fuera la respuesta.',
  'explain.placed-during-freeze':
    'Se hizo mientras la sincronización estaba en pausa, y después eligió «A partir de ahora». Se envía cuando cambie.',
  'explain.no-longer-qualifies':
    'Antes de poder preguntarle, la opción se desactivó o cambió, o el pedido dejó de contar. No se preguntó a nadie.',
  'explain.deleted-in-bigcommerce':
    'Se eliminó en BigCommerce, así que ya no se sincroniza. AIQ conserva lo que tenía.',
  'explain.erased': 'Borró a este comprador en Datos y privacidad. No se envía nada más.',
  'explain.product-hidden':
    'Los productos ocultos no se envían. Hágalo visible en BigCommerce para enviarlo.',
  'explain.product-deleted': 'El producto ya no existe en BigCommerce.',
  'explain.dynamic-content-off': 'Los productos se envían solo con Contenido dinámico activado.',
  'explain.already-a-customer': 'La persona que se registró en AIQ ya es cliente de su tienda.',
  'explain.before-switch-on': 'El registro ocurrió antes de activar la opción.',

  'warning.phone-unusable': 'El número de teléfono no se pudo usar y se omitió.',
  'warning.email-unusable': 'La dirección de correo no se pudo usar y se omitió.',
  'warning.text-shortened': 'Un texto era demasiado largo para AIQ y se acortó.',
  'warning.currency-differs': 'La moneda del pedido no es la de la tienda; el importe se envió tal cual.',

  'problem.aiq-key-refused.title': 'AIQ ya no acepta su clave de API',
  'problem.aiq-key-refused.text':
    'No se envía nada hasta que introduzca la clave actual. Todo se guarda y se envía después.',
  'problem.aiq-key-refused.remedy': 'Introducir la clave nueva',
  'problem.aiq-unavailable.title': 'AIQ no responde',
  'problem.aiq-unavailable.text': 'Seguimos intentándolo. Todo se guarda y se envía en cuanto AIQ responda.',
  'problem.aiq-unavailable.remedy': 'Mostrar lo que espera',
  'problem.bigcommerce-token-refused.title': 'BigCommerce ya no acepta la aplicación',
  'problem.bigcommerce-token-refused.text':
    'Abra otra vez la aplicación desde el menú Aplicaciones de su panel de control. Si continúa, instálela de nuevo; nada se pierde ni se envía dos veces.',
  'problem.bigcommerce-token-refused.remedy': 'Ir al panel de control',
  'problem.bigcommerce-scope-missing.title': 'A la aplicación le falta un permiso en BigCommerce',
  'problem.bigcommerce-scope-missing.text':
    'Abra de nuevo la aplicación desde el menú Aplicaciones y acepte los permisos que muestra BigCommerce.',
  'problem.bigcommerce-scope-missing.remedy': 'Ir al panel de control',
  'problem.bigcommerce-unavailable.title': 'BigCommerce no responde',
  'problem.bigcommerce-unavailable.text': 'Seguimos intentándolo. No se pierde nada.',
  'problem.bigcommerce-unavailable.remedy': 'Mostrar lo que espera',
  'problem.channel-unmapped.title': 'Hay pedidos que esperan una asignación de tienda',
  'problem.channel-unmapped.text':
    'Llegaron por un canal o punto de recogida que todavía no tiene tienda de AIQ. Salen en cuanto la tenga.',
  'problem.channel-unmapped.remedy': 'Asignar la tienda',
  'problem.records-parked.title': 'Algunos registros necesitan atención',
  'problem.records-parked.text': 'No se pudieron enviar tal como están. Cada uno dice por qué y qué hacer.',
  'problem.records-parked.remedy': 'Mostrarlos',
  'problem.webhooks-repaired.title': 'Se repararon los avisos de BigCommerce',
  'problem.webhooks-repaired.text':
    'Se habían desactivado o cambiado. Los activamos otra vez y buscamos todo lo que faltó entretanto.',
  'problem.webhooks-repaired.remedy': 'Comparar las cifras',
  'problem.webhooks-missing.title': 'No llegan avisos de BigCommerce',
  'problem.webhooks-missing.text':
    'Los cambios se encuentran con una revisión periódica, así que llegan unos minutos más tarde. Seguimos intentando activar los avisos.',
  'problem.webhooks-missing.remedy': 'Revisar ahora',
  'problem.webhooks-lost.title': 'Se pierden avisos de BigCommerce',
  'problem.webhooks-lost.text':
    'Los pedidos nuevos y los cambios se encuentran con una revisión cada cinco minutos, así que pueden llegar hasta 15 minutos tarde. Nada se pierde del todo. Configuramos los avisos de nuevo; esto desaparece solo en cuanto vuelvan a llegar.',
  'problem.webhooks-lost.found': {
    one: 'Hasta ahora, la revisión encontró {count} cambio del que ningún aviso informó.',
    other: 'Hasta ahora, la revisión encontró {count} cambios de los que ningún aviso informó.',
  },
  'problem.webhooks-lost.remedy': 'Comparar las cifras',
  'problem.counts-differ.title': 'Las cifras no coinciden',
  'problem.counts-differ.text':
    'BigCommerce tiene más o menos registros de los que conocemos. Suele pasar mientras hay cambios en camino.',
  'problem.counts-differ.remedy': 'Comparar de nuevo',
  'problem.secrets-unreadable.title': 'La clave de AIQ guardada no se puede leer',
  'problem.secrets-unreadable.text':
    'Introduzca otra vez la clave de AIQ. Todo se guarda y se envía después.',
  'problem.secrets-unreadable.remedy': 'Introducir la clave',
  'problem.aiq-rejects-everything.title': 'AIQ rechaza todo lo que enviamos',
  'problem.aiq-rejects-everything.text':
    'Dejamos de enviar para que no quede apartado todo. Compruebe en AIQ que el acceso por API está activado en su cuenta e inténtelo de nuevo.',
  'problem.aiq-rejects-everything.remedy': 'Mostrar las respuestas de AIQ',
  'problem.phones-unusable.title': 'Muchos números de teléfono no se pueden usar',
  'problem.phones-unusable.text':
    'AIQ acepta números de diez cifras de EE. UU. y Canadá. Los compradores con otros números se envían sin teléfono.',
  'problem.phones-unusable.remedy': 'Mostrar los compradores',
  'problem.since': 'Desde {time}',

  'overview.title': 'Resumen',
  'overview.health.ok': 'Todo lo que cuenta está en AIQ. No hay nada que hacer.',
  'overview.health.working': 'La sincronización está trabajando. No hay nada que hacer.',
  'overview.health.attention': 'La sincronización funciona, y algo necesita su atención.',
  'overview.health.stopped': 'La sincronización se detuvo y necesita su ayuda.',
  'overview.health.not-set-up': 'La configuración no está terminada; la sincronización no ha empezado.',
  'overview.notSetUp.title': 'Termine la configuración para empezar',
  'overview.notSetUp.text':
    'La sincronización no ha empezado. Puede continuar donde lo dejó, en cualquier dispositivo.',
  'overview.notSetUp.progress': {
    one: '{count} de {total} pasos terminado.',
    other: '{count} de {total} pasos terminados.',
  },
  'overview.notSetUp.continue': 'Continuar la configuración',
  'overview.frozen.title': 'Sincronización en pausa desde {time}',
  'overview.frozen.text': 'AIQ trabaja con lo que tiene. Los cambios nuevos se anotan y no se envían.',
  'overview.problems': 'Lo que necesita su atención',
  'overview.notes': 'Conviene saberlo',
  'overview.counts.title': '¿Está todo?',
  'overview.counts.about':
    'BigCommerce tiene = enviado + en espera + apartado + omitido. Una diferencia de 0 significa que no falta nada.',
  'overview.counts.caption': 'Registros por tipo y estado',
  'overview.counts.type': 'Tipo',
  'overview.counts.bigcommerce': 'BigCommerce tiene',
  'overview.counts.difference': 'Diferencia',
  'overview.counts.agrees': 'coincide',
  'overview.counts.differs': 'no coincide',
  'overview.counts.noCount': 'sin contar',
  'overview.counts.check': 'Comparar de nuevo',
  'overview.counts.checked': 'Las cifras se compararon de nuevo.',
  'overview.counts.show': '{kind}, {state}: mostrar {number}',
  'overview.counts.statesHelp':
    'Enviado: AIQ lo tiene. En espera: sale solo. Apartado: necesita su ayuda. Omitido: no corresponde a AIQ, como un pedido cancelado; cada uno dice por qué. Sin contar: BigCommerce no da una cifra o no se le pregunta ahora.',
  'overview.history.title': 'Historial',
  'overview.history.leave': 'Puede salir de esta página; el trabajo continúa.',
  'overview.history.orders': 'Pedidos anteriores',
  'overview.history.customers': 'Clientes anteriores',
  'overview.history.read': { one: '{count} leído hasta ahora', other: '{count} leídos hasta ahora' },
  'overview.history.readOf': '{read} de {total}',
  'overview.history.rate': { one: '{count} registro por minuto', other: '{count} registros por minuto' },
  'overview.history.left': 'Quedan alrededor de {duration}',
  'overview.history.not-started': 'Sin empezar',
  'overview.history.running': 'En marcha',
  'overview.history.paused': 'En pausa',
  'overview.history.done': 'Terminado {time}',
  'overview.history.doneShort': 'Terminado',
  'overview.chart.title': 'Registros por día',
  'overview.chart.empty': 'El gráfico empieza con el primer registro enviado.',
  'overview.chart.table': 'Mostrar como tabla',
  'overview.chart.day': 'Día',
  'overview.chart.about':
    'Barras apiladas: registros por día y estado. Las mismas cifras están en la tabla de abajo.',
  'overview.pulse.title': '¿Está al día?',
  'overview.pulse.webhook': 'Último aviso de BigCommerce',
  'overview.pulse.webhooksLost': 'Se pierden algunos o todos',
  'overview.pulse.sweep': 'Última revisión completa',
  'overview.pulse.lag': 'Espera de los cambios nuevos',
  'overview.pulse.noLag': 'Ninguno espera',
  'overview.pulse.bySweep': 'Hasta 15 minutos, hasta la próxima revisión',
  'overview.asOf': 'Situación a las {time}',

  'setup.title': 'Configuración',
  'setup.about':
    'Cinco decisiones. El progreso se guarda después de cada una; puede continuar más tarde o en otro dispositivo.',
  'setup.aboutFinished': 'Sus cinco decisiones. Puede cambiarlas aquí en cualquier momento.',
  'setup.progress': {
    one: '{count} de {total} pasos terminado',
    other: '{count} de {total} pasos terminados',
  },
  'setup.stepState.done': 'Terminado',
  'setup.stepState.current': 'Ahora',
  'setup.stepState.later': 'Después',
  'setup.stepState.attention': 'Por hacer',
  'setup.step': 'Paso {number}: {name}',
  'setup.finished.title': 'La configuración está terminada',
  'setup.finished.text': 'Los pedidos y clientes llegan solos a AIQ.',
  'setup.finished.overview': 'Ir al resumen',

  'link.title': 'Vincular AIQ',
  'link.about':
    'En AIQ, abra Settings > API & Tracking. Copie de allí el UID y la clave de API en los campos de abajo.',
  'link.connectionName': 'Nombre de la conexión',
  'link.connectionName.about':
    'Así se llama esta tienda en AIQ. Único en su cuenta de AIQ; no se puede cambiar después.',
  'link.connectionName.fixed': 'El nombre de la conexión no se puede cambiar.',
  'link.connectionName.error': 'Introduzca un nombre de 60 caracteres como máximo.',
  'link.connectionName.refused':
    'AIQ u otra tienda de la misma cuenta de AIQ no permite este nombre. Elija otro.',
  'link.uid': 'UID',
  'link.uid.about': 'El número de su cuenta de AIQ, normalmente de cuatro cifras.',
  'link.uid.error':
    'El UID es un número, normalmente de cuatro cifras. Lo encuentra en AIQ, en Settings > API & Tracking.',
  'link.apiKey': 'Clave de API',
  'link.apiKey.about':
    'Funciona como una contraseña entre su tienda y AIQ. Se guarda cifrada; después solo se muestran sus últimos cuatro caracteres.',
  'link.apiKey.error':
    'Copie la clave de API completa de AIQ, en Settings > API & Tracking, sin espacios dentro.',
  'link.otherConnectionOff':
    'La conexión propia de AIQ con BigCommerce está desactivada en esta cuenta de AIQ',
  'link.otherConnectionOff.about':
    'Si AIQ también lee su tienda por su cuenta, cada venta se cuenta dos veces. En AIQ, mire Settings > Integrations > BigCommerce; si nunca la configuró, está desactivada.',
  'link.otherConnectionOff.error':
    'Desactive la conexión propia de AIQ con BigCommerce y marque esta casilla.',
  'link.shared.title': 'Otra tienda de BigCommerce está vinculada a esta cuenta de AIQ',
  'link.shared.text':
    '¿Es lo que quiere? Si ambas tiendas comparten la cuenta, AIQ trata a sus compradores y puntos como un solo programa.',
  'link.shared.confirm': 'Sí, ambas tiendas comparten esta cuenta de AIQ',
  'link.submit': 'Conectar',
  'link.checking': 'Preguntando a AIQ…',
  'link.connected': {
    one: 'Conectado; se encontró {count} tienda.',
    other: 'Conectado; se encontraron {count} tiendas.',
  },
  'link.noStores':
    'Conectado, pero AIQ no tiene tiendas en esta cuenta. Cree una en AIQ antes de asignar sus tiendas.',
  'link.key': 'Clave de API',
  'link.keyShown': 'termina en {last4}',
  'link.linkedAt': 'Vinculado',
  'link.stores': 'Tiendas',
  'link.refused': 'AIQ rechaza ahora esta clave. Introduzca la actual.',

  'ageGate.title': 'Control de edad',
  'ageGate.about':
    'Un control de edad comprueba que los compradores tienen edad suficiente para lo que usted vende. AIQ exige esta confirmación a cada tienda; antes no se envía nada.',
  'ageGate.keeps': 'Guardamos quién lo confirmó, cuándo y este texto.',
  'ageGate.translation':
    'Significa: todos los compradores de esta tienda han pasado un control de edad que cumple las normas de su sector.',
  'ageGate.error': 'Marque la casilla para confirmar. Sin ello no se puede enviar nada.',
  'ageGate.submit': 'Confirmar',
  'ageGate.done': 'Confirmado {time} por {user}.',

  'mapping.title': 'Asignar tiendas',
  'mapping.step': 'Asignar tiendas',
  'mapping.about':
    'AIQ agrupa las ventas por tienda. Indique a qué tienda de AIQ pertenece cada canal y punto de recogida.',
  'mapping.channels': 'Tiendas en línea y canales',
  'mapping.locations': 'Puntos de recogida',
  'mapping.locations.about':
    'Un pedido que se recoge pertenece a su punto de recogida. Los demás pertenecen a su canal.',
  'mapping.locations.none': 'Su tienda no tiene puntos de recogida.',
  'mapping.fallback': 'Todo lo demás',
  'mapping.fallback.label': 'Tienda de AIQ para todo lo que no está asignado',
  'mapping.fallback.about':
    'Aquí van los pedidos de un canal sin tienda de AIQ. Sin ella, esperan hasta que asigne el canal.',
  'mapping.noneParks': 'Ninguna: esperan',
  'mapping.noneFallback': 'Ninguna: va a {store}',
  'mapping.noneChannel': 'Ninguna: va con su canal',
  'mapping.labelFor': 'Tienda de AIQ para {name}',
  'mapping.suggested': 'Propuesta, porque los nombres se parecen; sin guardar',
  'mapping.parked': {
    one: '{count} pedido espera esta asignación',
    other: '{count} pedidos esperan esta asignación',
  },
  'mapping.gone': '{store} (ya no está en AIQ)',
  'mapping.noAiqStores.title': 'AIQ todavía no tiene tiendas',
  'mapping.noAiqStores.text': 'Cree al menos una tienda en AIQ y mire otra vez.',
  'mapping.noAiqStores.again': 'Mirar otra vez',
  'mapping.willPark.title': 'Algunos pedidos esperarían',
  'mapping.willPark.text': {
    one: '{count} canal no tiene tienda de AIQ. Elija una para él o para todo lo demás; hasta entonces sus pedidos esperan aquí, nunca se pierden.',
    other:
      '{count} canales no tienen tienda de AIQ. Elija una para cada uno o para todo lo demás; hasta entonces sus pedidos esperan aquí, nunca se pierden.',
  },
  'mapping.submit': 'Guardar asignación',
  'mapping.saved': 'La asignación está guardada. Los pedidos que la esperaban salen ahora.',
  'mapping.done': { one: '{count} canal asignado.', other: '{count} canales asignados.' },
  'mapping.doneFallback': 'Todo lo demás va a {store}.',
  'mapping.doneSaved': 'Guardado {time}.',

  'history.title': 'Historial',
  'history.about': '¿Cuánto del pasado debe conocer AIQ? Los pedidos nuevos se envían siempre.',
  'history.legend': 'Enviar pedidos y clientes anteriores',
  'history.date': 'Desde una fecha',
  'history.everything': 'Todo',
  'history.nothing': 'Nada, solo lo que llegue a partir de ahora',
  'history.dateLabel': 'Primer día',
  'history.dateError': 'Introduzca un día que no sea futuro.',
  'history.orders': { one: '{count} pedido', other: '{count} pedidos' },
  'history.customers': { one: '{count} cliente', other: '{count} clientes' },
  'history.time': 'Tarda alrededor de {duration}.',
  'history.timeShort': 'Tarda menos de un minuto.',
  'history.counting': 'Contando…',
  'history.preview': 'Lo que se enviará',
  'history.submit': 'Guardar historial',
  'history.doneDate': 'Todos los pedidos y clientes desde el {day}.',
  'history.doneEverything': 'Todos los pedidos y clientes anteriores.',
  'history.doneNothing': 'Solo lo que llegue a partir de ahora.',
  'history.started':
    'El historial ya se está enviando. Una fecha anterior añade más; una posterior no retira nada.',

  'trial.title': 'Prueba',
  'trial.about':
    'Envíe primero sus diez pedidos más recientes y mire la respuesta de AIQ. Después envíe el resto.',
  'trial.start': 'Enviar diez pedidos',
  'trial.again': 'Enviarlos otra vez',
  'trial.running': 'Enviando. Tarda unos segundos.',
  'trial.done': 'La prueba ha terminado: AIQ tiene {sent} de {total} pedidos.',
  'trial.skipped': {
    one: '{count} se omitió, porque no corresponde a AIQ.',
    other: '{count} se omitieron, porque no corresponden a AIQ.',
  },
  'trial.look': 'Mire las respuestas de abajo y después envíe el resto.',
  'trial.none':
    'Todavía no hay ningún pedido con el que probar. Puede empezar de todos modos; los pedidos llegan a AIQ según entran.',
  'trial.failed': 'La prueba no llegó a AIQ',
  'trial.failed.text': '{reason}. No se perdió nada; inténtelo de nuevo en unos minutos.',
  'trial.caption': 'Los diez pedidos más recientes y las respuestas de AIQ',
  'trial.order': 'Pedido',
  'trial.date': 'Fecha',
  'trial.amount': 'Importe',
  'trial.answer': 'Respuesta',
  'trial.startSync': 'Enviar el resto',
  'trial.startEmpty': 'Empezar la sincronización',
  'trial.started': 'La sincronización ha empezado. Puede salir de esta página; el trabajo continúa.',
  'trial.finished': 'La sincronización empezó {time}.',

  'options.title': 'Opciones de lealtad',
  'options.about': 'Lo que AIQ hace con sus compradores y pedidos.',
  'options.loyalty': 'Lealtad y mensajes',
  'options.enrol': 'Inscribir a quienes compraron después de una fecha',
  'options.enrol.about':
    'Cada comprador con un pedido que cuenta desde esa fecha pasa a ser miembro de su programa de lealtad. AIQ lo muestra en 24 horas; los miembros ganan puntos por ventas desde esa fecha.',
  'options.enrol.date': 'Inscribir desde',
  'options.doubleOptIn': 'Doble confirmación por SMS a quienes compraron después de una fecha',
  'options.doubleOptIn.about':
    'Cada comprador con un teléfono válido y un pedido que cuenta desde esa fecha recibe un mensaje que pide permiso. Tiene que responder Y o YES. A cada teléfono se le pregunta una sola vez; a quien se dio de baja, nunca.',
  'options.doubleOptIn.warning':
    'Escriba solo a compradores que le compraron en los últimos dos años o dieron su consentimiento. AIQ lo hace en 24 horas, y los mensajes no se pueden retirar.',
  'options.doubleOptIn.date': 'Preguntar desde',
  'options.date.error': 'Introduzca un día que no sea futuro o desactive la opción.',
  'options.preview.title': 'A quién afecta',
  'options.preview.counting': 'Contando compradores…',
  'options.preview.shoppers': { one: '{count} comprador.', other: '{count} compradores.' },
  'options.preview.nobody': 'Todavía ningún comprador: solo quienes compren a partir de ahora.',
  'options.preview.withoutContact': {
    one: '{count} no tiene teléfono ni correo.',
    other: '{count} no tienen teléfono ni correo.',
  },
  'options.preview.allContact': 'Todos tienen teléfono o correo.',
  'options.preview.withoutPhone': {
    one: '{count} no tiene teléfono utilizable.',
    other: '{count} no tienen teléfono utilizable.',
  },
  'options.preview.allPhone': 'Todos tienen un teléfono utilizable.',
  'options.preview.texts': {
    one: '{count} recibe un mensaje, salvo que ya se le preguntara o se diera de baja.',
    other: '{count} reciben un mensaje, salvo que ya se les preguntara o se dieran de baja.',
  },
  'options.preview.mayLose': {
    one: '{count} comprador puede perder la membresía que vino de la fecha guardada.',
    other: '{count} compradores pueden perder la membresía que vino de la fecha guardada.',
  },
  'options.preview.partial': 'El historial todavía se está leyendo; estas cifras pueden crecer.',
  'options.contacts': 'Contactos y productos',
  'options.syncContacts': 'Sincronizar contactos',
  'options.syncContacts.about':
    'Hacia AIQ: nombre, correo, teléfono y fecha de nacimiento siguen al cliente de BigCommerce. Desde AIQ: quien se registra en un formulario de AIQ y todavía no es cliente pasa a serlo.',
  'options.syncContacts.warning':
    'Su tienda decide: un cliente existente nunca se cambia. Empieza cuando lo activa; nada anterior se sincroniza. Sin ello, los clientes se envían igualmente como compradores de sus pedidos.',
  'options.birthDateField': 'Campo del cliente con la fecha de nacimiento',
  'options.birthDateField.none': 'No enviarla',
  'options.birthDateField.about': 'Uno de los campos de su formulario de registro de clientes.',
  'options.dynamicContent': 'Contenido dinámico',
  'options.dynamicContent.about':
    'Envía a AIQ sus productos con precio, imagen y existencias para mensajes y recomendaciones, y los mantiene al día. Los productos eliminados u ocultos se retiran.',
  'options.orders': 'Pedidos',
  'options.statuses': 'Estados de pedido que cuentan como venta',
  'options.statuses.about':
    'Un pedido se envía cuando recibe uno de estos. Si después lo pierde, se indica a AIQ que lo anule.',
  'options.statuses.error': 'Elija al menos un estado; de lo contrario no se enviaría ningún pedido.',
  'options.amount': 'Importe que cuenta para puntos',
  'options.amount.items': 'Artículos después de descuentos',
  'options.amount.items.about': 'Sin impuestos, envío ni tarjetas de regalo.',
  'options.amount.order-total': 'Total del pedido',
  'options.amount.order-total.about': 'Con impuestos y envío.',
  'options.amount.resend':
    'Después de guardar, los pedidos ya enviados se envían otra vez con el importe nuevo.',
  'options.guests': 'Pedidos de invitados (compras sin cuenta)',
  'options.guests.send': 'Enviar',
  'options.guests.send.about': 'Cuando la dirección de facturación tiene correo o teléfono.',
  'options.guests.skip': 'No enviar',
  'options.guests.skip.about': 'Los invitados no ganan puntos.',
  'options.budget': 'Velocidad del historial',
  'options.budget.about':
    'BigCommerce limita cuánto pueden preguntarle entre todas las aplicaciones de su tienda. Esta es la parte para leer el pasado: más es más rápido y deja menos a sus otras aplicaciones.',
  'options.save': 'Guardar opciones',
  'options.saved': 'Las opciones están guardadas.',
  'options.savedBy': 'Guardado por última vez {time} por {user}.',
  'options.unsaved': 'Tiene cambios sin guardar.',
  'options.confirm.title': 'Hay compradores que pueden perder su membresía',
  'options.confirm.text':
    'AIQ puede dar de baja a miembros que entraron solo por la fecha guardada. Podrían perder sus puntos. Desde aquí no se puede deshacer.',
  'options.confirm.save': 'Guardar de todos modos',
  'options.confirmTexts.title': '¿Enviar mensajes a estos compradores?',
  'options.confirmTexts.text': {
    one: 'Después de guardar, {count} comprador recibe un mensaje que pide permiso, salvo que ya se le preguntara o se diera de baja. No se puede retirar.',
    other:
      'Después de guardar, {count} compradores reciben un mensaje que pide permiso, salvo que ya se les preguntara o se dieran de baja. No se puede retirar.',
  },
  'options.confirmTexts.save': 'Guardar y enviar',

  'activity.title': 'Actividad',
  'activity.about':
    'Cada pedido, cliente y producto que la aplicación conoce: su estado y por qué. Aquí también encuentra qué decir a un comprador que pregunta.',
  'activity.tab.records': 'Registros',
  'activity.tab.audit': 'Quién cambió qué',
  'activity.ask.title': 'Preguntar por un pedido o comprador',
  'activity.ask.order': '¿Dónde está este pedido?',
  'activity.ask.orderLabel': 'Número de pedido',
  'activity.ask.orderButton': 'Buscar el pedido',
  'activity.ask.orderError': 'Introduzca el número de un pedido, como 1024.',
  'activity.ask.shopper': '¿Por qué no hay puntos?',
  'activity.ask.shopperLabel': 'Correo o número de cliente del comprador',
  'activity.ask.shopperButton': 'Explicar',
  'activity.ask.shopperError': 'Introduzca una dirección de correo o un número de cliente.',
  'activity.filters': 'Filtros',
  'activity.filter.kind': 'Tipo',
  'activity.filter.state': 'Estado',
  'activity.filter.reason': 'Motivo o nota',
  'activity.filter.all': 'Todos',
  'activity.filter.search': 'Pedido, cliente o correo',
  'activity.filter.from': 'Desde',
  'activity.filter.to': 'Hasta',
  'activity.filter.apply': 'Buscar',
  'activity.filter.clear': 'Quitar filtros',
  'activity.caption': 'Registros',
  'activity.column.record': 'Registro',
  'activity.column.state': 'Estado',
  'activity.column.amount': 'Importe',
  'activity.column.date': 'Fecha',
  'activity.column.actions': 'Acción',
  'activity.shown': { one: 'El último {count} registro', other: 'Los últimos {count} registros' },
  'activity.shownAll': { one: '{count} registro', other: '{count} registros' },
  'activity.shownOf': { one: '{shown} de {count} registro', other: '{shown} de {count} registros' },
  'activity.shownOfMore': {
    one: '{count} de más de {total} registros',
    other: '{count} de más de {total} registros',
  },
  'activity.more': 'Mostrar más',
  'activity.empty.title': 'No se encontró nada',
  'activity.empty.filtered': 'Ningún registro cumple estos filtros. Quite alguno.',
  'activity.empty.waiting':
    'Ningún registro cumple estos filtros. Lo que el resumen cuenta además como en espera todavía no se ha leído de BigCommerce; llega solo.',
  'activity.empty.freshTitle': 'Todavía no hay nada',
  'activity.empty.fresh':
    'Todavía no ha llegado nada. Los pedidos aparecen aquí en segundos cuando la configuración está terminada.',
  'activity.retry': 'Intentar ahora',
  'activity.retryOne': 'Intentar ahora: {record}',
  'activity.retryAll': 'Intentar todos los de este motivo',
  'activity.retryAll.title': '¿Intentar todos los de este motivo?',
  'activity.retryAll.text':
    'Cada registro con el motivo «{reason}» se lee y se envía otra vez. Lo que AIQ ya tiene no se cuenta dos veces.',
  'activity.retried': 'Se está intentando de nuevo.',
  'activity.retriedAll': {
    one: '{count} registro se está intentando de nuevo.',
    other: '{count} registros se están intentando de nuevo.',
  },
  'activity.export': 'Descargar como CSV',
  'activity.exporting': 'Preparando el archivo…',
  'activity.exported': 'El archivo se ha descargado.',
  'activity.record': '{kind} {id}',

  'audit.caption': 'Cambios de configuración y conexiones',
  'audit.when': 'Cuándo',
  'audit.who': 'Quién',
  'audit.what': 'Qué',
  'audit.user': 'Usuario {id}',
  'audit.system': 'La aplicación',
  'audit.older': 'Mostrar entradas anteriores',
  'audit.empty': 'Todavía no se ha cambiado nada.',
  'audit.action.installed': 'Aplicación instalada',
  'audit.action.authorised-again': 'Aplicación autorizada de nuevo',
  'audit.action.uninstalled': 'Aplicación desinstalada',
  'audit.action.user-removed': 'Usuario retirado de la aplicación',
  'audit.action.owner-changed': 'La tienda tiene otro propietario',
  'audit.action.actions-added': 'Acciones añadidas a pedidos y clientes',
  'audit.action.aiq-linked': 'AIQ vinculado',
  'audit.action.aiq-unlinked': 'AIQ desconectado',
  'audit.action.age-gate-confirmed': 'Control de edad confirmado',
  'audit.action.mapping-saved': 'Asignación de tiendas guardada',
  'audit.action.history-saved': 'Historial guardado',
  'audit.action.trial-started': 'Prueba iniciada',
  'audit.action.sync-started': 'Sincronización iniciada',
  'audit.action.options-saved': 'Opciones de lealtad guardadas',
  'audit.action.frozen': 'Sincronización en pausa',
  'audit.action.thawed': 'Sincronización reanudada',
  'audit.action.shopper-erased': 'Comprador borrado',
  'audit.action.record-retried': 'Registro intentado de nuevo',
  'audit.action.records-retried': 'Todos los registros de un motivo intentados de nuevo',

  'record.timeline': 'Qué pasó y cuándo',
  'record.step.created': 'Creado en BigCommerce',
  'record.step.changed': 'Último cambio en BigCommerce',
  'record.step.received': 'La aplicación lo supo',
  'record.step.fetched': 'Leído de BigCommerce',
  'record.step.sent': 'Enviado a AIQ',
  'record.step.answer': 'Respuesta de AIQ',
  'record.step.outcome': 'Qué pasó con él',
  'record.step.next': 'Próximo intento',
  'record.step.notYet': 'Todavía no',
  'record.step.notSent': 'No enviado',
  'record.attempts': { one: '{count} intento', other: '{count} intentos' },
  'record.facts': 'Detalles',
  'record.amount': 'Importe',
  'record.customer': 'Número de cliente',
  'record.guest': 'Invitado',
  'record.channel': 'Canal',
  'record.related.refunds': 'Reembolsos de este pedido',
  'record.related.order': 'Pertenece a',
  'record.related.shopper': 'Membresía y mensajes del comprador',
  'record.warnings': 'Conviene saberlo',
  'record.pending': 'Un cambio de {time} está en camino y se envía en unos instantes.',
  'record.unknown.title': 'No conocemos este pedido o registro',
  'record.unknown.text':
    'No llegó ningún registro así. Compruebe el número. Los pedidos anteriores al inicio del historial y los que nunca se terminaron no aparecen.',
  'record.unknown.pending':
    'BigCommerce nos avisó {time}. Se está leyendo ahora; mire otra vez en un momento.',
  'record.remedy.mapping': 'Asignar la tienda',
  'record.remedy.setUp': 'Ir a Configuración',
  'record.remedy.options': 'Ir a Opciones de lealtad',
  'record.remedy.privacy': 'Ir a Datos y privacidad',

  'why.title': '¿Por qué no hay puntos? {shopper}',
  'why.about': 'Lo que la aplicación sabe de este comprador y lo que impide los puntos.',
  'why.close': 'Cerrar la explicación',
  'why.none.title': 'No sabemos nada de este comprador',
  'why.none.text':
    'No llegó ningún pedido, cuenta ni invitado con este correo o número de cliente. Compruebe cómo está escrito. Los pedidos anteriores al inicio del historial no se conocen.',
  'why.ok':
    'No vemos nada que impida los puntos. AIQ puede tardar hasta 24 horas en añadirlos. Mire en AIQ si el programa de puntos empezó antes de la compra.',
  'why.no-phone':
    'El comprador no tiene teléfono utilizable en BigCommerce. AIQ encuentra a los miembros sobre todo por teléfono.',
  'why.no-contact':
    'El comprador no tiene teléfono utilizable ni correo, así que AIQ no puede saber quién es.',
  'why.not-enrolled':
    'Esta aplicación no inscribió al comprador. Los puntos necesitan una membresía: active «Inscribir a quienes compraron después de una fecha» o deje que se registre en AIQ.',
  'why.enrolment-waiting': 'La inscripción está en camino a AIQ.',
  'why.no-orders': 'No hay ningún pedido de este comprador.',
  'why.erased': 'Este comprador se borró a petición. No se envía nada más.',
  'why.order': 'Pedido {id}: {reason}.',
  'why.refund': 'Se envió un reembolso de {amount}, que retira puntos.',
  'why.recent': 'El pedido {id} se envió {time}. AIQ puede tardar hasta 24 horas en añadir sus puntos.',

  'privacy.title': 'Datos y privacidad',
  'privacy.about': 'Cómo pausar la sincronización, qué se guarda y cómo borrarlo.',
  'freeze.title': 'Usar la última copia de AIQ (pausar la sincronización)',
  'freeze.about':
    'La aplicación deja de leer su tienda y deja de enviar. AIQ trabaja con lo que tiene. Los cambios se anotan y usted decide después qué pasa con ellos. Úselo solo al cambiar de sistema o reparar algo.',
  'freeze.on': 'La sincronización está en pausa desde {time}.',
  'freeze.off': 'La sincronización no está en pausa.',
  'freeze.pause': 'Pausar la sincronización',
  'freeze.confirm.title': '¿Pausar la sincronización?',
  'freeze.confirm.text':
    'Ningún pedido ni cliente llega a AIQ hasta que la reanude. Los compradores reciben sus puntos más tarde.',
  'freeze.resume': 'Reanudar la sincronización',
  'freeze.resume.title': 'Reanudar la sincronización',
  'freeze.resume.legend': '¿Qué debe pasar con los cambios de la pausa?',
  'freeze.resume.send': {
    one: 'Enviar {count} cambio de la pausa',
    other: 'Enviar {count} cambios de la pausa',
  },
  'freeze.resume.sendAll': 'Enviar los cambios de la pausa',
  'freeze.resume.send.about':
    'Lo que cambió en pedidos, clientes y productos llega a AIQ, y los compradores reciben sus puntos.',
  'freeze.resume.discard': 'A partir de ahora',
  'freeze.resume.discard.about': 'Los cambios de la pausa nunca se envían. No se puede deshacer.',
  'freeze.paused': 'La sincronización está en pausa.',
  'freeze.resumed': 'La sincronización continúa.',
  'disconnect.title': 'Desconectar AIQ',
  'disconnect.about':
    'La clave de API se borra y no se envía nada más. Sus opciones, asignaciones y registros se conservan, para que pueda vincular otra vez y continuar.',
  'disconnect.linked': 'Vinculado como {name}, UID {uid}.',
  'disconnect.notLinked': 'AIQ no está vinculado.',
  'disconnect.button': 'Desconectar AIQ',
  'disconnect.confirm.title': '¿Desconectar AIQ?',
  'disconnect.confirm.text': 'Los pedidos y clientes dejan de llegar a AIQ hasta que lo vincule otra vez.',
  'disconnect.confirm.word': 'DESCONECTAR',
  'disconnect.done': 'AIQ está desconectado.',
  'erase.title': 'Borrar a un comprador',
  'erase.about':
    'Borra lo que esta aplicación guarda de un comprador y asegura que no se envíe nada más. Lo que queda es una huella: del correo o teléfono de un invitado, para reconocer sus pedidos posteriores y no enviarlos, y del teléfono al que se pidió el permiso de SMS, para no preguntarle nunca más. No elimina al cliente ni los pedidos en BigCommerce, ni a la persona en AIQ; hágalo también allí.',
  'erase.who': '¿Quién pidió que se le borre?',
  'erase.who.customer': 'Un cliente con cuenta',
  'erase.who.guest': 'Un invitado, que compró sin cuenta',
  'erase.guest': 'Correo electrónico del invitado',
  'erase.guest.about':
    'También se borra la cuenta de cliente que tenga este correo. Introduzca el teléfono solo si los pedidos no tienen correo. Lo que escribe no se guarda.',
  'erase.guest.error': 'Introduzca un correo electrónico o un teléfono de EE. UU. o Canadá con prefijo.',
  'erase.customerId': 'Número de cliente en BigCommerce',
  'erase.customerId.about': 'Lo ve en la dirección de la página del cliente en BigCommerce.',
  'erase.customerId.error': 'Introduzca el número de cliente.',
  'erase.button': 'Borrar comprador',
  'erase.confirm.title': '¿Borrar al cliente {id}?',
  'erase.confirm.text': 'No se puede deshacer. Los pedidos posteriores de este cliente no se envían a AIQ.',
  'erase.confirm.guest.title': '¿Borrar al invitado {contact}?',
  'erase.confirm.guest.text':
    'No se puede deshacer. Los pedidos posteriores con este correo o teléfono no se envían a AIQ.',
  'erase.confirm.word': 'BORRAR',
  'erase.done': {
    one: 'Borrado. {count} registro ya no dice quién era el comprador, y no se envía nada más.',
    other: 'Borrado. {count} registros ya no dicen quién era el comprador, y no se envía nada más.',
  },
  'erase.nothing': 'No se guardaba nada de este comprador. Queda anotado que no se envía nada.',
  'stored.title': 'Qué se guarda',
  'stored.about':
    'Los registros contienen números, importes, horas y estados; ni nombres, ni teléfonos, ni direcciones. Los correos solo se guardan como huella, para buscarlos y reconocer a un invitado; también los teléfonos de invitados sin correo y aquellos a los que se pidió el permiso de SMS, para no preguntar dos veces.',
  'stored.records': 'Registros',
  'stored.pausedChanges': 'Cambios anotados durante la pausa',
  'stored.users': 'Usuarios que abrieron la aplicación',
  'stored.export': 'Descargar todos los registros como CSV',
  'uninstall.title': 'Cuando desinstale la aplicación',
  'uninstall.atOnce':
    'De inmediato: se borran el acceso a su tienda y la clave de AIQ, y todo trabajo se detiene en segundos.',
  'uninstall.later': {
    one: 'Después de {count} día: se eliminan la configuración, los registros y los usuarios.',
    other: 'Después de {count} días: se eliminan la configuración, los registros y los usuarios.',
  },
  'uninstall.again':
    'Si la instala otra vez antes, la aplicación continúa donde se detuvo y no envía nada dos veces.',
  'uninstall.asked':
    'Para siempre se conserva una huella de cada teléfono al que se pidió el permiso de SMS, con la hora y el resultado, para no preguntar nunca dos veces. De ella no se puede leer el número, y no se conserva nada más del comprador.',
  'uninstall.aiq': 'AIQ conserva lo que recibió. Pregunte a AIQ si debe borrarse allí.',
};
