"""What we attest: certifications, and the certificates given under them. Nouns: Certification, Certificate."""
