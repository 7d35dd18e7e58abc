"""H5P types of our own, under the MIT licence, each a library folder; beside them what is made with them, to be packed."""
