/** The 64 letters that stand for 6 bits in a link (base64url, RFC 4648 §5): none of them is ever percent-encoded. */
export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
