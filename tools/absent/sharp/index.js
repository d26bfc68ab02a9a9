throw new Error("sharp is not part of this project: models run in the browser.");
