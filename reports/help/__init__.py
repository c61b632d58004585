"""The guide of docs/nguoi-dung, read inside the portal, and which part of it each page asks for."""
