/** Runs this in an effect of its own, as a component would. Returns the way to end it. */
export function inEffect(run: () => void): () => void {
  return $effect.root(() => {
    $effect(run);
  });
}
