import { PICTURE_FONT } from "./svg";
import type { MeasureText } from "./picture";

/** Width of texts as this browser draws them. */
export function browserMeasureText(): MeasureText {
  const context = document.createElement("canvas").getContext("2d");
  return (text, size, weight) => {
    if (context === null) return text.length * size * 0.55;
    context.font = `${weight} ${size}px ${PICTURE_FONT}`;
    return context.measureText(text).width;
  };
}

/** No browser draws a canvas with a side beyond this. */
const LONGEST_SIDE = 16_000;

/** An SVG picture as PNG, twice as many pixels a side where that is possible. Undefined where it cannot be drawn. */
export async function pngOf(svg: string): Promise<Blob | undefined> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(2, LONGEST_SIDE / image.naturalHeight);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}
