import "@fontsource-variable/inter";
import { mount } from "svelte";
import "../tokens.css";
import Gallery from "./Gallery.svelte";

const target = document.getElementById("gallery");
if (!target) throw new Error("gallery.html has no #gallery");
mount(Gallery, { target });
