"""Where each of them works: screens and exports over everything below. One room a desk."""
