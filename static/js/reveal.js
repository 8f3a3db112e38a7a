// Beside each password, a button that shows what is typed. Words come from the field, in the page's language.
for (const box of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field__reveal";
  button.textContent = box.dataset.reveal;
  button.setAttribute("aria-controls", box.id);
  button.addEventListener("click", () => {
    const hidden = box.type === "password";
    box.type = hidden ? "text" : "password";
    button.textContent = hidden ? box.dataset.conceal : box.dataset.reveal;
    box.focus();
  });
  box.form?.addEventListener("submit", () => { box.type = "password"; });
  box.after(button);
}
