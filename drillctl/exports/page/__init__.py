"""The plan as one HTML file that needs no network: data, words and scripts are all in it."""
