/** The real model worker, with its GPU buffers counted. The order of the imports matters. */
import "./countBuffers";
import "../../workers/model.worker";
