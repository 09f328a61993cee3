// In a partner's frame: Escape closes the dialog around it. The word says nothing about the conversation, so any page may hear it.
addEventListener("keydown", (event) => {
  if (event.key === "Escape") parent.postMessage("close", "*");
});
