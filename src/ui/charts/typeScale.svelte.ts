/** A browser's own size of a rem, in pixels. */
const USUAL = 16;

/**
 * The page's type size as a multiple of the usual one, followed while the component lives: a projector shows everything
 * larger, and what a chart keeps clear for its texts has to grow with them.
 */
export class TypeScale {
  value = $state(now());

  constructor() {
    $effect(() => {
      const observer = new MutationObserver(() => (this.value = now()));
      observer.observe(document.documentElement, {
        attributes: true,
        attributeFilter: ["data-look", "style", "class"],
      });
      const resized = () => (this.value = now());
      addEventListener("resize", resized);
      return () => {
        observer.disconnect();
        removeEventListener("resize", resized);
      };
    });
  }
}

function now(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL || 1;
}
