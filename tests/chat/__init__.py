"""The words of both chats, and each chat's edge."""
