import { expect, it } from 'vitest';
import en from './en';
import ja from './ja';
import ko from './ko';

type Tree = { [key: string]: string | Tree };

function flat(texts: Tree, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

it.each([
  ['ko', ko],
  ['ja', ja],
] as const)('fillsTheSamePlaceholdersIn %s', (_, texts) => {
  const translated = new Map(flat(texts));
  for (const [key, text] of flat(en)) {
    expect(translated.get(key), key).toBeTruthy();
    expect(placeholders(translated.get(key) ?? ''), key).toEqual(placeholders(text));
  }
});
