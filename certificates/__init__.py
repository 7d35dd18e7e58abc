"""What we attest: certifications, and the certificates given under them. A certificate freezes the facts that are printed on
it; whoever holds the paper asks /verify/<code>/ whether it stands today. Nouns: Certification, Certificate."""
