import { describe, expect, it } from "vitest";

import { renderMath } from "./render";

const host = (tex: string) => {
  const element = document.createElement("div");
  element.append(renderMath(tex, false) ?? "refused");
  return element;
};

describe("rendered mathematics", () => {
  it("is MathML", () => {
    expect(host("x^2").querySelector("msup")).not.toBeNull();
  });

  it("is a fresh copy each time, so that two places can show one formula", () => {
    const first = renderMath("y", false);
    document.createElement("div").append(first ?? "");
    expect(renderMath("y", false)?.childNodes.length).toBe(1);
  });

  it.each(["\\frac{", "\\unknowncommand", "{", "x^", "y".repeat(3000)])(
    "refuses %j, so that the source is shown",
    (tex) => {
      expect(renderMath(tex, false)).toBeNull();
    },
  );

  it.each([
    "\\href{javascript:alert(1)}{x}",
    "\\text{<img src=x onerror=alert(1)>}",
    '\\text{ style="position:fixed"}',
    "\\style{position:fixed}{x}",
    "\\class{evil}{x}",
    "\\includegraphics{https://example.org/x.png}",
  ])("lets nothing active out of %j", (tex) => {
    const element = host(tex);
    expect(element.querySelectorAll("a[href], img, script, [onerror]").length).toBe(0);
    const styles = Array.from(element.querySelectorAll("[style]"), (styled) =>
      styled.getAttribute("style"),
    );
    expect(styles.join()).not.toContain("position");
  });

  it("keeps no trace of the styles it took out of the markup", () => {
    const template = document.createElement("template");
    template.content.append(renderMath("\\boxed{a} \\sideset{_1}{}\\prod", true) ?? "");
    expect(template.innerHTML).not.toContain("data-style");
  });
});
