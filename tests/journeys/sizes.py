"""The two screens on which everything has to be good."""

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
