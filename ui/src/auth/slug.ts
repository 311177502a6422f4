/** Longest slug the server takes, in characters. */
const LONGEST = 40;

/** A short name proposed from an organization's name; empty where it has no Latin letters to build one from. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
