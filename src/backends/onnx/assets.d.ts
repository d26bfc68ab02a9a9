/** The bundler's way to a file's address on the page's own origin. */
declare module "*?url" {
  const address: string;
  export default address;
}
