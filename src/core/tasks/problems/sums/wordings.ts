import type { Operation } from "./sumsProblem";

/** The parts that vary between two problems of one wording. */
export interface Scene {
  readonly left: number;
  readonly right: number;
  readonly name: string;
  readonly other: string;
  /** Plural. */
  readonly things: string;
}

/** A question in words; the two numbers stand in the order in which they are added or subtracted. */
export interface Wording {
  readonly operation: Operation;
  ask(scene: Scene): string;
}

export const NAMES: readonly string[] = "Mia Tom Ana Ben Eva Leo Zoe Max Ida Sam Noor Omar Lin Kofi".split(
  " ",
);

export const THINGS: readonly string[] =
  "apples books coins cards stamps pens shells marbles stickers eggs cookies balloons stones flowers".split(
    " ",
  );

export const WORDINGS: readonly Wording[] = [
  {
    operation: "+",
    ask: ({ left, right, name, things }) =>
      `${name} has ${left} ${things} and buys ${right} more. How many ${things} does ${name} have now?`,
  },
  {
    operation: "+",
    ask: ({ left, right, name, other, things }) =>
      `${name} has ${left} ${things}. ${other} has ${right}. How many ${things} do they have?`,
  },
  {
    operation: "+",
    ask: ({ left, right, things }) =>
      `There are ${left} ${things} in a box. We add ${right}. How many are there now?`,
  },
  {
    operation: "+",
    ask: ({ left, right, name, things }) =>
      `${name} finds ${left} ${things} and then ${right} more. How many is that?`,
  },
  {
    operation: "-",
    ask: ({ left, right, name, other, things }) =>
      `${name} has ${left} ${things} and gives ${right} to ${other}. How many ${things} are left?`,
  },
  {
    operation: "-",
    ask: ({ left, right, things }) =>
      `There are ${left} ${things} in a box. We take ${right}. How many are left?`,
  },
  {
    operation: "-",
    ask: ({ left, right }) => `There are ${left} birds on a wall. ${right} fly away. How many are left?`,
  },
  {
    operation: "-",
    ask: ({ left, right, name, things }) =>
      `${name} had ${left} ${things} and lost ${right}. How many does ${name} have now?`,
  },
];
