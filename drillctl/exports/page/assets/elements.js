/* Elements, made without ever reading text as HTML. */
(function (drillctl) {
  "use strict";

  /**
   * An element. Of `properties`, `text` is its text, `on…` a function that listens, and the rest
   * attributes; null, undefined and false are left out, true is an empty attribute.
   * @param {string} tag
   * @param {Object<string, *>} [properties]
   * @param {...(Node|string|null|Array)} children strings become text
   * @returns {HTMLElement}
   */
  drillctl.make = function (tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
    return element;
  };

  /** The element of that id. */
  drillctl.byId = (id) => document.getElementById(id);

  /** A sign and words on a coloured ground: never colour alone, and the words say all. */
  drillctl.mark = (kind, sign, words) =>
    drillctl.make("span", { class: `mark mark-${kind}` },
      drillctl.make("span", { "aria-hidden": "true", text: `${sign} ` }), words);

  /** That a session is joint. */
  drillctl.jointMark = () => drillctl.mark("joint", "⇄", drillctl.t("joint"));

  /** That so many seats are empty. */
  drillctl.emptyMark = (seats) =>
    drillctl.mark("empty", "○", drillctl.t("seats_empty", { n: seats }));

  /** The exercise type as a word beside a swatch of its colour. */
  drillctl.typeMark = (exercise) =>
    drillctl.make("span", { class: "type" },
      drillctl.make("span", { class: "swatch", style: `background:${drillctl.colour(exercise)}` }),
      drillctl.exerciseName(exercise));
})((window.drillctl ??= {}));
