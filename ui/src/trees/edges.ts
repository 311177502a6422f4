import { CARD, GAP, type Placed } from './layout';

const TRUNK = GAP.column / 2;
const BEND = 8;

/** Half of the column gap before the driver: where its operator sits. */
export const joint = (driver: Placed) => ({ x: driver.x - TRUNK, y: driver.y + driver.height / 2 });

/** One orthogonal path with rounded joints from a parent's right edge to its driver's left edge. */
export function edgePath(parent: Placed, driver: Placed): string {
  const x0 = parent.x + CARD.width;
  const y0 = parent.y + parent.height / 2;
  const { x: trunk, y: y1 } = joint(driver);
  if (Math.abs(y1 - y0) < 1) return `M${x0} ${y0}H${driver.x}`;
  const bend = Math.min(BEND, Math.abs(y1 - y0) / 2);
  const turn = y1 > y0 ? bend : -bend;
  return `M${x0} ${y0}H${trunk - bend}Q${trunk} ${y0} ${trunk} ${y0 + turn}V${y1 - turn}Q${trunk} ${y1} ${trunk + bend} ${y1}H${driver.x}`;
}
