export type Settings = { region: string };

// Types are gone in the output, so its lines are others.
type Raw = {
  region?: { name: string };
};

export const parse = (text: string): Settings => {
  const raw = JSON.parse(text) as Required<Raw>;
  return { region: raw.region.name };
};
