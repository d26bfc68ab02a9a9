/**
 * Units that may stand behind a number without changing what is compared: 12 cm is 12, as in references of data sets.
 * One-letter units are not here, as they look like names; inside `\text{…}` any word counts.
 */
const WORDS = [
  ...[
    "mm",
    "cm",
    "dm",
    "km",
    "nm",
    "inch",
    "inches",
    "ft",
    "foot",
    "feet",
    "yd",
    "yard",
    "yards",
    "mile",
    "miles",
  ],
  ...[
    "meter",
    "meters",
    "metre",
    "metres",
    "mg",
    "kg",
    "lb",
    "lbs",
    "oz",
    "gram",
    "grams",
    "kilogram",
    "kilograms",
  ],
  ...["pound", "pounds", "ounce", "ounces", "ton", "tons", "ml", "mL", "liter", "liters", "litre", "litres"],
  ...[
    "gallon",
    "gallons",
    "sec",
    "secs",
    "second",
    "seconds",
    "min",
    "mins",
    "minute",
    "minutes",
    "hr",
    "hrs",
  ],
  ...["hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "deg", "degree"],
  ...[
    "degrees",
    "rad",
    "radian",
    "radians",
    "dollar",
    "dollars",
    "cent",
    "cents",
    "euro",
    "euros",
    "unit",
    "units",
  ],
  ...[
    "square",
    "cubic",
    "sq",
    "cu",
    "mph",
    "kmh",
    "rpm",
    "Hz",
    "kHz",
    "kW",
    "kWh",
    "kPa",
    "Pa",
    "mol",
    "bits",
  ],
  ...["bytes", "points", "point", "people", "men", "women", "students", "times", "ways", "percentage points"],
  ...["am", "pm", "a.m.", "p.m.", "USD", "EUR", "per"],
];

const EXPONENT = String.raw`(?:\s*\^\s*(?:\d|\{\s*-?\d\s*\})|[²³])?`;
const WORD = `(?:${WORDS.map((word) => word.replaceAll(".", String.raw`\.`)).join("|")})${EXPONENT}`;
const RATE = String.raw`(?:m|km|cm|g|kg|mi|ft|L)\s*\/\s*(?:s|h|hr|min|m|L|cm)${EXPONENT}`;
const AREA = String.raw`(?:m|in)(?:\s*\^\s*(?:[23]|\{\s*[23]\s*\})|[²³])`;

const TRAILING = new RegExp(
  String.raw`(?<=[\d}.)])\s*(?:(?:${RATE}|${AREA}|${WORD})(?:\s*\/\s*|\s+|$)){1,4}$`,
);

/** A text without the units it ends in. */
export function withoutUnits(text: string): string {
  return text.replace(TRAILING, "");
}
