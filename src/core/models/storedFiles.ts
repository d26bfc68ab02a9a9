/** Folder of the origin's private file system under which every model has a folder of its own. */
export const MODEL_FOLDER = "hub-models";

/** Ends the name of an empty file that says: the one of that name without it is whole and was checked. */
export const WHOLE = ".whole";

/** Begins the name of the files that say which model a folder holds, one for each number format. */
const ABOUT = "about.";

/** Name of the folder of a model at a commit. */
export function storedFolderName(folderAddress: string): string {
  return encodeURIComponent(folderAddress.replace(/^https?:\/\//, "").replace(/\/$/, ""));
}

/** Name under which a file of a model lies in its folder. */
export function storedFileName(path: string): string {
  return `file.${encodeURIComponent(path)}`;
}

/** Name of the file that says what is stored in one number format. */
export function aboutName(dtype: string): string {
  return `${ABOUT}${dtype}.json`;
}

export function isAboutName(name: string): boolean {
  return name.startsWith(ABOUT) && name.endsWith(".json");
}
