"""Parts of the screen: data in, messages out. They know no database."""
