/** Most characters a prompt or a solution may have; more is refused beside the field. */
export const MAX_TEXT_LENGTH = 2_000_000;

/** Most tokens a comparison takes. */
export const MAX_COMPARED_TOKENS = 16_384;
