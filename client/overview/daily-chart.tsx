import { theme } from '@bigcommerce/big-design-theme';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Overview } from '../../shared/views/overview.ts';
import { usePanel } from '../panel-context.ts';

const bars = [
  ['sent', theme.colors.success40],
  ['waiting', theme.colors.primary30],
  ['parked', theme.colors.warning50],
  ['skipped', theme.colors.secondary40],
] as const;

/** Records a day by state. Only loaded when there is something to draw: it brings the whole of recharts along. */
export default function DailyChart({ daily }: { daily: Overview['daily'] }) {
  const { t, format } = usePanel();
  return (
    <ResponsiveContainer width="100%" height={240}>
      <BarChart data={daily} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke={theme.colors.secondary20} />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => format.shortDay(day)}
          tick={{ fill: theme.colors.secondary60, fontSize: 13 }}
          minTickGap={24}
          interval="equidistantPreserveStart"
          tickLine={false}
        />
        <YAxis
          width={52}
          allowDecimals={false}
          tickFormatter={(value: number) => format.count(value)}
          tick={{ fill: theme.colors.secondary60, fontSize: 13 }}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          separator=": "
          itemSorter={({ dataKey }) => bars.findIndex(([state]) => state === dataKey)}
          itemStyle={{ color: theme.colors.secondary70 }}
          cursor={{ fill: theme.colors.secondary10 }}
          labelFormatter={(day) => (typeof day === 'string' ? format.day(day) : '')}
          formatter={(value) => format.count(Number(value))}
        />
        <Legend
          iconType="square"
          itemSorter={null}
          formatter={(name) => <span style={{ color: theme.colors.secondary70 }}>{name}</span>}
        />
        {bars.map(([state, colour]) => (
          <Bar
            key={state}
            dataKey={state}
            name={t(`state.${state}`)}
            stackId="day"
            fill={colour}
            isAnimationActive={false}
            maxBarSize={36}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
