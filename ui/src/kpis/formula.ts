/** How a formula uses a driver, as drawn on the edge to it. */
export type Operator = '+' | '−' | '×' | '÷' | 'ƒ';

export type Token =
  | { kind: 'reference'; text: string }
  | { kind: 'number' | 'operator' | 'word' | 'space'; text: string };

const WORDS = new Set(['and', 'or', 'not']);
const LEXEMES = /\s+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_][A-Za-z0-9_]*|<=|>=|==|!=|<>|[^\s]/g;

/** Splits a formula that the server has accepted; a name before a parenthesis is a function. */
export function tokens(formula: string): Token[] {
  const lexemes = formula.match(LEXEMES) ?? [];
  return lexemes.map((text, index) => {
    if (/^\s/.test(text)) return { kind: 'space', text: ' ' };
    if (/^[\d.]/.test(text) && text !== '.') return { kind: 'number', text };
    if (!/^[A-Za-z_]/.test(text)) return { kind: 'operator', text };
    const next = lexemes.slice(index + 1).find((lexeme) => !/^\s/.test(lexeme));
    return { kind: next === '(' || WORDS.has(text) ? 'word' : 'reference', text };
  });
}

type Sign = 1 | -1;
interface Term {
  tokens: Token[];
  sign: Sign;
}

/** Cuts at the operators of one precedence outside parentheses; null where there is none to cut at. */
function split(list: Token[], forward: string, backward: string): Term[] | null {
  const terms: Term[] = [];
  let depth = 0;
  let current: Token[] = [];
  let sign: Sign = 1;
  for (const token of list) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    const cuts = depth === 0 && token.kind === 'operator' && (token.text === forward || token.text === backward);
    // A sign before any operand is unary and belongs to the term that follows.
    const unary = cuts && current.length === 0;
    if (!cuts) {
      current.push(token);
    } else if (unary) {
      if (forward !== '+') return null;
      if (token.text === '-') sign = -sign as Sign;
    } else {
      if (current.at(-1)?.kind === 'operator' && current.at(-1)?.text !== ')') {
        current.push(token);
        continue;
      }
      terms.push({ tokens: current, sign });
      current = [];
      sign = token.text === backward ? -1 : 1;
    }
  }
  terms.push({ tokens: current, sign });
  return terms.length > 1 || terms[0]?.sign === -1 ? terms : null;
}

function unwrap(list: Token[]): Token[] {
  let inner = list;
  while (inner[0]?.text === '(' && inner.at(-1)?.text === ')') {
    let depth = 0;
    const closes = inner.findIndex((token) => {
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      return depth === 0;
    });
    if (closes !== inner.length - 1) break;
    inner = inner.slice(1, -1);
  }
  return inner;
}

interface Chain {
  terms: Term[];
  symbols: readonly [Operator, Operator];
}

const LOOSE = new Set(['<', '>', '=', '<=', '>=', '==', '!=', '<>']);

/** The top level as one sum or one product, parentheses of the same kind opened: a − (b + c) is a − b − c. */
function chain(list: Token[]): Chain | null {
  const whole = unwrap(list);
  if (whole.some((token) => LOOSE.has(token.text) || WORDS.has(token.text))) return null;
  const sum = split(whole, '+', '-');
  const terms = sum ?? split(whole, '*', '/');
  if (!terms) return null;
  const symbols = sum ? (['+', '−'] as const) : (['×', '÷'] as const);
  return { symbols, terms: terms.flatMap((term) => flatten(term, sum ? ['+', '-'] : ['*', '/'])) };
}

function flatten(term: Term, [forward, backward]: [string, string]): Term[] {
  const inner = unwrap(term.tokens);
  if (inner === term.tokens && inner.length > 0 && inner[0]?.text !== '(') {
    return [term];
  }
  // A product inside parentheses opens only when the parentheses hold no sum.
  if (forward === '*' && split(inner, '+', '-')) return [term];
  const parts = split(inner, forward, backward);
  if (!parts) return [{ tokens: inner, sign: term.sign }];
  return parts.flatMap((part) =>
    flatten({ tokens: part.tokens, sign: (part.sign * term.sign) as Sign }, [forward, backward]),
  );
}

/**
 * The operator before each reference: none before the first term, the sum's or product's own before later
 * plain terms, ƒ where the term is more than a reference or the reference occurs twice.
 */
export function operators(formula: string | null | undefined): Map<string, Operator | null> {
  const found = new Map<string, Operator | null>();
  if (!formula) return found;
  const list = tokens(formula).filter((token) => token.kind !== 'space');
  const note = (code: string, operator: Operator | null) => found.set(code, found.has(code) ? 'ƒ' : operator);
  const top = unwrap(list);
  if (top.length === 1 && top[0]?.kind === 'reference') return found.set(top[0].text, null);
  const parts = chain(list);
  const terms = parts?.terms ?? [{ tokens: list, sign: 1 as Sign }];
  for (const [index, term] of terms.entries()) {
    const inner = unwrap(term.tokens);
    const plain = parts !== null && inner.length === 1 && inner[0]?.kind === 'reference';
    const symbol = parts ? parts.symbols[term.sign === 1 ? 0 : 1] : 'ƒ';
    const references = inner.filter((token) => token.kind === 'reference');
    for (const { text } of references) {
      note(text, plain ? (index === 0 && term.sign === 1 ? null : symbol) : 'ƒ');
    }
  }
  return found;
}

const SHOWN: Record<string, string> = { '*': '×', '/': '÷', '-': '−' };

/** Pieces of the formula for display, with typographic operators and the given text for references. */
export function written(formula: string, reference: (code: string) => string): { text: string; quiet: boolean }[] {
  return tokens(formula)
    .filter((token) => token.kind !== 'space')
    .map((token) =>
      token.kind === 'reference'
        ? { text: reference(token.text), quiet: false }
        : { text: SHOWN[token.text] ?? token.text, quiet: token.kind !== 'number' },
    );
}
