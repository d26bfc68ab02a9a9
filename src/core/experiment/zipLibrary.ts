import { configure } from "@zip.js/zip.js/lib/zip-core-native.js";

/** Bytes that the library asks for at once. */
const CHUNK = 1024 ** 2;

// Whoever packs or unpacks here is a worker already.
configure({ useWebWorkers: false, chunkSize: CHUNK });

export { Reader, Writer, ZipReader, ZipWriter, type Entry } from "@zip.js/zip.js/lib/zip-core-native.js";
