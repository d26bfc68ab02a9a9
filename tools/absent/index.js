throw new Error("This dependency is not part of the browser build.");
