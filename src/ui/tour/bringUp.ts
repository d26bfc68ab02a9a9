import { tick } from "svelte";
import { elementOf, isDrawn, type Place } from "./places";
import { scrollToShow, type Stretch } from "./scrollToShow";

/** Bars and sheets that lie over the page bear this attribute. */
const OVER = "[data-over]";

/** Resolves when the page is drawn as it now is and no sheet is on its way in or out. */
export async function settled(): Promise<void> {
  await tick();
  const moving = [...document.querySelectorAll(OVER)].flatMap((over) => over.getAnimations());
  await Promise.allSettled(moving.map(({ finished }) => finished));
}

/** What of the window stays free of bars and sheets where an element stands. */
export function freeAround(element: Element, except?: Element): Stretch {
  const { left, right } = element.getBoundingClientRect();
  const free = { top: 0, bottom: window.innerHeight };
  for (const over of document.querySelectorAll(OVER)) {
    const box = over.getBoundingClientRect();
    if (over === except || over.contains(element)) continue;
    if (!isDrawn(over) || box.right <= left || box.left >= right) continue;
    const { position } = getComputedStyle(over);
    if (position === "sticky" && sticksAbove(over, element)) free.top = Math.max(free.top, box.height);
    else if (position !== "fixed") continue;
    else if (box.top + box.bottom < window.innerHeight) free.top = Math.max(free.top, box.bottom);
    else free.bottom = Math.min(free.bottom, box.top);
  }
  return free;
}

/** Whether a sticky bar lies over what comes after it when the page is scrolled to that. */
function sticksAbove(bar: Element, element: Element): boolean {
  const follows = bar.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  return follows !== 0 && bar.parentElement?.contains(element) === true;
}

/** How far the page can scroll up and down to show an element; not at all for one that stays where it is. */
export function scrollRoom(element: Element): { up: number; down: number } {
  if (getComputedStyle(element).position === "fixed") return { up: 0, down: 0 };
  const { scrollHeight } = document.documentElement;
  return { up: window.scrollY, down: Math.max(0, scrollHeight - window.innerHeight - window.scrollY) };
}

/** Scrolls the page, at once for those who want less motion. */
export function scrollPage(by: number): void {
  if (by === 0) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top: window.scrollY + by, behavior: still ? "auto" : "smooth" });
}

/** Brings a place into the part of the window that no bar or sheet covers, where it is not there already. */
export async function bringUp(place: Place | Element): Promise<void> {
  await settled();
  const element = place instanceof Element ? place : elementOf(place);
  if (!element || !isDrawn(element)) return;
  scrollPage(scrollToShow(element.getBoundingClientRect(), freeAround(element), scrollRoom(element)));
}
