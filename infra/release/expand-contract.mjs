// Finds what in a migration would break the release that still runs beside it, or the one a roll-back returns to:
// statements that take something away, rename it or ask more of old writers. A statement may do so when the release
// that needed the old shape is gone, and says it: a comment "-- contract: <why nothing uses it any more>" above it.

const MARKER = /--\s*contract:\s*\S.{9,}/i;
const NAME = /^(?:IF (?:NOT )?EXISTS )?(?:ONLY )?([\w".$]+)/i;
const CREATED = /^CREATE (?:OR REPLACE )?(?:UNLOGGED )?(?:TABLE|FUNCTION|VIEW|SEQUENCE|TYPE|PROCEDURE) /i;

// Each statement with the comments before and in it, without literals: they could look like anything.
export function statements(sql) {
  const found = [];
  let text = '';
  let comments = '';
  let line = 1;
  let start = 0;
  const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)([\s\S]*?)\1|;|\s+|[^\s;'"$-]+|[\s\S]/g;
  const finish = () => {
    if (text.trim() !== '') {
      found.push({ text: text.replace(/\s+/g, ' ').trim(), comments, line: start });
    }
    text = '';
    comments = '';
    start = 0;
  };
  for (const [part, , body] of sql.matchAll(token)) {
    if (part === ';') {
      finish();
    } else if (part.startsWith('--') || part.startsWith('/*')) {
      comments += `${part}\n`;
    } else if (part.startsWith("'")) {
      text += "''";
    } else if (body !== undefined) {
      // What a DO block does is done now; the body of a function is only written down.
      text += /^\s*DO\b/i.test(text) ? ` ${body.replace(/;/g, ' ; ').replace(/--[^\n]*/g, '')} ` : "''";
    } else {
      if (start === 0 && part.trim() !== '') {
        start = line;
      }
      text += part;
    }
    line += part.split('\n').length - 1;
  }
  finish();
  return found;
}

// The actions of an ALTER TABLE, separated by the commas outside of parentheses.
function actions(text) {
  let depth = 0;
  const parts = [''];
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) {
      parts.push('');
    } else {
      parts[parts.length - 1] += character;
    }
  }
  return parts.map((part) => part.trim());
}

function alterTableFault(action) {
  if (/^DROP\b/i.test(action)) return 'drops a column or constraint';
  if (/^RENAME\b/i.test(action)) return 'renames';
  if (/^SET SCHEMA\b/i.test(action)) return 'moves the table';
  if (/^ALTER\b.* TYPE\b/i.test(action)) return "changes a column's type";
  if (/^ALTER\b.* SET NOT NULL\b/i.test(action)) return 'asks for a value that old writers do not give (SET NOT NULL)';
  if (/^ALTER\b.* DROP DEFAULT\b/i.test(action)) return 'takes away a default that old writers rely on';
  if (/^ADD (?:CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\b/i.test(action))
    return 'adds a constraint that old writers may violate';
  if (/^ADD\b/i.test(action) && /\bNOT NULL\b/i.test(action) && !/\b(?:DEFAULT|GENERATED)\b/i.test(action)) {
    return 'adds a NOT NULL column without a default, which old writers do not fill';
  }
  return null;
}

function fault(text, created) {
  const isNew = (rest) => created.has(NAME.exec(rest)?.[1].toLowerCase());
  const table = /^ALTER TABLE (.*)$/i.exec(text);
  if (table) {
    const target = /^((?:IF EXISTS )?(?:ONLY )?[\w".$]+)\s*(.*)$/i.exec(table[1]);
    return isNew(target[1]) ? null : (actions(target[2]).map(alterTableFault).find(Boolean) ?? null);
  }
  if (/^DO\b/i.test(text)) {
    return /\b(?:DROP|RENAME|TRUNCATE|DELETE|EXECUTE|REVOKE|ALTER)\b/i.test(text)
      ? 'changes things in a DO block, which cannot be judged'
      : null;
  }
  const index = /^CREATE UNIQUE INDEX .*? ON (.*)$/i.exec(text);
  if (index) return isNew(index[1]) ? null : 'adds a constraint that old writers may violate (unique index)';
  const revoke = /^REVOKE .*? ON (?:TABLE |FUNCTION |SEQUENCE )?(.*)$/i.exec(text);
  if (revoke) return isNew(revoke[1]) ? null : 'takes away a right';
  if (/^DROP\b/i.test(text)) return 'drops';
  if (/^TRUNCATE\b|^DELETE\b/i.test(text)) return 'deletes rows';
  if (/^ALTER\b.* (?:RENAME|SET SCHEMA)\b/i.test(text)) return 'renames';
  return null;
}

/** The faults of new migrations, given as [path, sql]: what they create themselves they may change freely. */
export function expandContractFaults(migrations) {
  const parsed = migrations.map(([path, sql]) => [path, statements(sql)]);
  const created = new Set();
  for (const { text } of parsed.flatMap(([, found]) => found)) {
    const name = CREATED.test(text) && NAME.exec(text.replace(CREATED, ''))?.[1];
    if (name) created.add(name.toLowerCase());
  }
  return parsed.flatMap(([path, found]) =>
    found
      .map(({ text, comments, line }) => ({ what: fault(text, created), marked: MARKER.test(comments), line, text }))
      .filter(({ what, marked }) => what !== null && !marked)
      .map(({ what, line, text }) => `${path}:${line} ${what}: ${text.slice(0, 80)}`),
  );
}
