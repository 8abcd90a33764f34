"""The invented names, trades and places of the large cooperatives. Pure."""

LARGE = "Les Mille Métiers"
SMALL = "L’Atelier {number:04d}"

GIVEN = (
    *(
        "Adèle",
        "Aïcha",
        "Alban",
        "Alix",
        "Amadou",
        "Anaïs",
        "Anouk",
        "Basile",
        "Bérénice",
        "Bilal",
        "Camille",
    ),
    *("Céleste", "Cyprien", "Daouda", "Diane", "Eliott", "Elsa", "Esther", "Fanta", "Félix", "Gaëlle"),
    *("Hamza", "Hélène", "Idriss", "Inès", "Ismaël", "Jade", "Joachim", "Judith", "Kenza", "Lina", "Loïc"),
    *("Lou", "Maëlle", "Malik", "Marius", "Mélanie", "Morgane", "Nadia", "Naël", "Noé", "Odile", "Oumar"),
    *("Pauline", "Quentin", "Rachel", "Rayan", "Rosalie", "Sacha", "Salomé", "Samba", "Séverine", "Tess"),
    *("Théo", "Ugo", "Victoire", "Wassim", "Yaël", "Yves", "Zélie"),
)
FAMILY = (
    *("Abadie", "Amrani", "Arnaud", "Aubry", "Bah", "Barbier", "Bazin", "Benali", "Berthelot", "Blin"),
    *("Bonnet", "Boucher", "Camara", "Carlier", "Cissé", "Collet", "Cordier", "Costa", "Dacosta", "Delmas"),
    *("Deschamps", "Diop", "Dufour", "Dumas", "Fabre", "Faure", "Ferrand", "Fofana", "Garnier", "Gauthier"),
    *("Gomez", "Guérin", "Haddad", "Hamon", "Huet", "Jacob", "Joly", "Keïta", "Lacroix", "Lambert"),
    *("Launay", "Lebrun", "Leclerc", "Legrand", "Lemaire", "Lopez", "Marchand", "Maillard", "Mansouri"),
    *("Mercier", "Meunier", "Millet", "Moreau", "Nguyen", "Noël", "Ollivier", "Pascal", "Pelletier"),
    *("Perrin", "Picard", "Poirier", "Prévost", "Renard", "Rey", "Roche", "Rolland", "Saïdi", "Schmitt"),
    *("Silva", "Tessier", "Touré", "Traoré", "Vasseur", "Vidal", "Weber", "Yilmaz"),
)
TRADES = (
    *("Graphisme", "Photographie", "Traduction", "Rédaction", "Développement web", "Formation", "Conseil"),
    *(
        "Menuiserie",
        "Maçonnerie",
        "Électricité",
        "Couture",
        "Céramique",
        "Maraîchage",
        "Cuisine",
        "Paysagisme",
    ),
    *("Musique", "Théâtre", "Danse", "Montage vidéo", "Son et lumière", "Décors", "Illustration", "Coaching"),
    *(
        "Aide à domicile",
        "Livraison à vélo",
        "Architecture",
        "Comptabilité",
        "Médiation",
        "Coiffure",
        "Édition",
    ),
)
TERRITORIES = (
    *("Littoral", "Estuaire", "Plaine", "Collines", "Montagne", "Vallée", "Faubourgs", "Centre", "Plateau"),
    *("Presqu’île", "Bocage", "Forêt", "Rives", "Lacs"),
)
BRANCHES = (
    *("Aubépine", "Bruyère", "Capucine", "Digitale", "Églantine", "Fougère", "Genêt", "Houblon", "Iris"),
    *("Jonquille", "Lavande", "Mélisse", "Nigelle", "Ortie", "Pervenche", "Quenouille", "Romarin", "Sauge"),
    *("Tilleul", "Verveine"),
)
SENIORITIES = ("under_1", "1_to_3", "3_to_10", "over_10")
SENIOR_FROM = (1, 3, 10)  # years
