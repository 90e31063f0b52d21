// The desk by keyboard: moving along lists, opening and leaving cases, answering in a call.
// No library, no inline code. What is kept in the browser is a list of opaque case ids, nothing of a person.
(() => {
  "use strict";

  const LIST = "fairdue.list";
  const A_LOOK = 300; // milliseconds in which a new step takes no key: nobody has read it yet, and HTMX takes the form over
  let going = false;

  const typing = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  const seen = (element) => element.offsetParent !== null && !element.disabled;

  // Lists: J and K move the focus from line to line; Enter then follows the focused link by itself.
  const lines = () => [...document.querySelectorAll("[data-lines] .line-link")];

  function step(by) {
    const all = lines();
    if (!all.length) return false;
    const here = all.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  function keepList() {
    const ids = lines().map((link) => link.dataset.case).filter(Boolean);
    if (ids.length) sessionStorage.setItem(LIST, JSON.stringify([...new Set(ids)]));
  }

  // A case page: N and P lead to the neighbours in the list the case was opened from.
  function neighbour(by) {
    const page = document.querySelector("[data-case-page]");
    if (!page) return null;
    const ids = JSON.parse(sessionStorage.getItem(LIST) || "[]");
    const here = ids.indexOf(page.dataset.casePage);
    const id = here < 0 ? undefined : ids[here + by];
    return id ? location.pathname.replace(page.dataset.casePage, id) : null;
  }

  function showMoves() {
    document.querySelectorAll("[data-move]").forEach((button) => {
      const where = neighbour(Number(button.dataset.move));
      button.hidden = !where;
      button.onclick = () => where && location.assign(where);
    });
  }

  // A call: an answer that asks for values unfolds, any other is sent at once.
  function unfold(button, open) {
    const answer = button.closest("[data-answer]");
    if (!answer) return;
    document.querySelectorAll("[data-answer].is-open").forEach((other) => {
      if (other !== answer) fold(other);
    });
    const fields = answer.querySelector(".answer-fields");
    const wanted = open === undefined ? fields.hidden : open;
    if (!wanted) return fold(answer);
    answer.classList.add("is-open");
    fields.hidden = false;
    button.setAttribute("aria-expanded", "true");
    const first = fields.querySelector("input, select");
    if (first) first.focus();
  }

  function fold(answer) {
    answer.classList.remove("is-open");
    answer.querySelector(".answer-fields").hidden = true;
    const button = answer.querySelector("[data-unfold]");
    button.setAttribute("aria-expanded", "false");
    if (answer.contains(document.activeElement)) button.focus();
  }

  function dialog(name) {
    const found = document.getElementById(name);
    if (found && !found.open) found.showModal();
  }

  // Where the eye should go after a page or a part of it has come.
  function settle(root) {
    const fields = [...root.querySelectorAll("[data-answer].is-open input, [data-answer].is-open select")];
    const empty = fields.filter((one) => one.dataset.needed !== undefined && !one.value);
    // More complaints than empty fields: something that was typed is wrong, and it is read from the first field on.
    const wrong = root.querySelectorAll("[role=alert] li").length > empty.length;
    const field = (wrong ? undefined : empty[0]) || fields[0];
    const target = field || root.querySelector("[data-autofocus]") || root.querySelector("[data-focus]");
    if (target) target.focus({ preventScroll: !field });
    keepList();
    showMoves();
    const call = document.querySelector("[data-call]");
    if (call) setTimeout(() => (call.dataset.ready = ""), A_LOOK);
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const inCall = document.querySelector("[data-call]");
    if (inCall && inCall.dataset.ready === undefined) return event.preventDefault();
    if (key === "escape") {
      const open = document.querySelector("[data-answer].is-open");
      const menu = document.querySelector("details.desk-who[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (open) fold(open);
      else if (typing(event.target)) {
        event.preventDefault(); // a search field would empty itself, and the list with it
        event.target.blur();
      }
      return;
    }
    if (typing(event.target)) {
      // Enter in a field of an answer sends that answer, not the first button of the form.
      const answer = event.target.closest("[data-answer]");
      if (key === "enter" && answer) {
        event.preventDefault();
        const send = answer.querySelector("button[type=submit]");
        if (send && !send.disabled) send.click();
      }
      return;
    }
    if (going && !inCall) {
      going = false;
      const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    const keyed = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(seen);
    if (keyed) {
      event.preventDefault();
      keyed.click();
      if (keyed.control) keyed.control.select(); // a field that holds words already: typing begins anew
      return;
    }
    if (key === "?") return dialog("keys");
    if (inCall) return;
    if (key === "g") {
      going = true;
      setTimeout(() => (going = false), 1500);
    } else if (key === "j" || key === "k") {
      if (step(key === "j" ? 1 : -1)) event.preventDefault();
    } else if (key === "n" || key === "p") {
      const where = neighbour(key === "n" ? 1 : -1);
      if (where) location.assign(where);
    } else {
      const field = [...document.querySelectorAll("[data-key-focus]")].find((one) => one.dataset.keyFocus === key);
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    }
  }

  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    const unfolder = event.target.closest("[data-unfold]");
    if (unfolder) return unfold(unfolder);
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) return dialog(opener.dataset.openDialog);
    document.querySelectorAll("details.desk-who[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  // What opens to be typed into takes the focus.
  document.addEventListener(
    "toggle",
    (event) => {
      if (!(event.target instanceof HTMLElement) || event.target.dataset.focusInside === undefined) return;
      const field = event.target.querySelector("input:not([type=hidden])");
      if (event.target.open && field) field.focus();
    },
    true,
  );
  // A receipt is a download: it goes out as a plain form, not through HTMX.
  document.addEventListener("htmx:configRequest", (event) => {
    const by = event.detail.triggeringEvent && event.detail.triggeringEvent.submitter;
    if (by && by.dataset.plainPost !== undefined) {
      event.preventDefault();
      const form = by.form;
      const of = document.createElement("input");
      Object.assign(of, { type: "hidden", name: by.name, value: by.value });
      const action = form.action;
      form.append(of);
      form.action = by.formAction;
      form.submit();
      form.action = action;
      of.remove();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const part = document.getElementById(event.detail.target.id) || document.body;
    // What a list was narrowed to stands in the address, as the server wrote it, so that back leads there.
    if (part.dataset.address !== undefined) history.replaceState(null, "", location.pathname + part.dataset.address);
    settle(part);
    if (part.id === "call") scrollTo({ top: 0 });
  });
  // A lost connection must not look like a taken answer: the page says so and nothing has moved.
  for (const lost of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(lost, () => dialog("lost"));
  }
  document.addEventListener("DOMContentLoaded", () => {
    // On a narrow screen the menu scrolls sideways: the screen that is open must be in sight.
    const here = document.querySelector(".desk-menu [aria-current]");
    if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 48;
    settle(document.body);
  });
})();
