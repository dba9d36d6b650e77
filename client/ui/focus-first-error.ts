/** Frames to wait for: what is wrong may be found by code that is loaded only now. */
const patience = 20;

/** Moves the focus to the first field that is marked as wrong, as soon as it is on screen. */
export function focusFirstError(framesLeft = patience): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (field) field.focus();
    else if (framesLeft > 0) focusFirstError(framesLeft - 1);
  });
}
