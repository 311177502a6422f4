/** Whether a key press belongs to a field or a menu and is no shortcut. */
export function isTyping(event: KeyboardEvent | React.KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.closest('input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"]') !== null;
}
