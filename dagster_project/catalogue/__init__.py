"""The indicator catalogue of a workspace: as shipped, with the changes that its office has made."""
