/** Explore: charts that can be looked into, a form that offers what fits, and the chart as a picture. */
import "./explore.css";

import { answeringForm } from "./form";
import { pictureButton } from "./picture";

answeringForm();

const boxes = [...document.querySelectorAll<HTMLElement>("[data-explore-chart]")];
const button = document.querySelector<HTMLButtonElement>("[data-explore-picture]");

if (boxes.length > 0) {
  // The library is heavy; the page and its plain charts are there before it.
  void import("./drawing").then(({ drawAll }) => {
    drawAll(boxes);
    pictureButton(button);
  });
} else pictureButton(button);
