/** A critically damped spring: arrives in about 220 ms and never swings past. */
export interface Motion { position: number; velocity: number }

const STIFFNESS = 20;

/** The motion `seconds` later, drawn towards `target`. Exact for any step, so a dropped frame changes nothing. */
export function spring(motion: Motion, target: number, seconds: number): Motion {
  const away = motion.position - target;
  const pull = motion.velocity + STIFFNESS * away;
  const fade = Math.exp(-STIFFNESS * seconds);
  const position = target + (away + pull * seconds) * fade;
  const velocity = (motion.velocity - STIFFNESS * pull * seconds) * fade;
  const near = Math.abs(position - target) < 0.002 && Math.abs(velocity) < 0.02;
  return near ? { position: target, velocity: 0 } : { position, velocity };
}
