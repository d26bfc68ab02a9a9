import { downloadText } from "./download";
import { download, filePlaces, openFileSink, type FileSink } from "./fileSink";

/** Files in and out of the page. */
export interface PageFiles {
  /** Undefined where the person chose no place. */
  openSink: (name: string, bytes: number) => Promise<FileSink | undefined>;
  download: (file: Blob, name: string) => void;
  /** The text at an address. Fails as an ExpectedError. */
  downloadText: (address: string, limit: number) => Promise<string>;
}

/** The browser's own. */
export const browserFiles: PageFiles = {
  openSink: (name, bytes) => openFileSink(name, bytes, filePlaces()),
  download,
  downloadText: (address, limit) => downloadText(address, limit, (asked, options) => fetch(asked, options)),
};
