"""The chat on Telegram, Viber, Messenger and WhatsApp: one webhook view, one module a provider, the same gateway as the chat page."""
