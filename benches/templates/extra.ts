
const @Name@Steps@number@ = [
  { id: 'collect', label: 'Collect @things@', weight: @number@ },
  { id: 'check', label: 'Check the @field@ of each', weight: 2 },
  { id: 'store', label: 'Store what changed', weight: 3 },
];

export function @thing@Progress@number@(done) {
  const total = @Name@Steps@number@.reduce((sum, step) => sum + step.weight, 0);
  const reached = @Name@Steps@number@.filter((step) => done.includes(step.id));
  const weight = reached.reduce((sum, step) => sum + step.weight, 0);
  return { percent: Math.round((100 * weight) / total), next: @Name@Steps@number@[reached.length]?.label ?? null };
}
