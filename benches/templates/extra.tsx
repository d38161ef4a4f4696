
function @Name@Row@number@({ label, value, hint }: { label: string; value: number; hint?: string }) {
  const share = Math.min(100, Math.max(0, Math.round(value / @number@)));
  return (
    <li className="@css@__row" title={hint}>
      <span>{label}</span>
      <progress max={100} value={share} />
      <output>{share} %</output>
    </li>
  );
}

export function @Name@Chart@number@({ values }: { values: Record<string, number> }) {
  const entries = Object.entries(values).sort(([, a], [, b]) => b - a);
  const largest = entries[0]?.[1] ?? 0;
  if (entries.length === 0) return <p>No @things@ to show</p>;
  return (
    <ul className="@css@__chart">
      {entries.map(([label, value]) => (
        <@Name@Row@number@ key={label} label={label} value={largest ? value / largest : 0} hint={`${value} @things@`} />
      ))}
    </ul>
  );
}
