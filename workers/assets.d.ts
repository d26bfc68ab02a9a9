/** Address of a file that the page brings along. */
declare module "*?url" {
  const address: string;
  export default address;
}
