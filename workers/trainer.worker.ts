import { expose } from "comlink";
import { TrainerService } from "../src/training/service";

expose(new TrainerService());
