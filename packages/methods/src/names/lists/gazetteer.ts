/**
 * Well-known places as writers of 1700-2000 name them, in English, German and French and in older spellings.
 * Each group is one country (or none); names are separated by commas.
 */
export const countries = `
England, Scotland, Ireland, Wales, Britain, Great Britain, United Kingdom, Holland, Netherlands, the Netherlands, Belgium, Luxembourg, Luxemburg, France, Spain, Portugal, Italy,
Switzerland, Germany, Austria, Hungary, Prussia, Poland, Russia, Sweden, Norway, Denmark, Finland, Iceland, Greece, Turkey, Bulgaria, Serbia, Servia,
Roumania, Romania, Rumania, Bohemia, Egypt, Algeria, Morocco, Tunisia, Abyssinia, Ethiopia, Persia, Arabia, Syria, Palestine, Lebanon, Israel, Iraq, Iran, India, Hindostan, Ceylon, Burma, China, Japan,
Siam, Korea, Java, Australia, New Zealand, Tasmania, America, United States, the United States, U. S., U. States, U States, U.S.A., USA, Canada, Mexico, Brazil, Brasil, Peru, Chili, Chile,
Argentina, Columbia, Colombia, Venezuela, Cuba, Jamaica, Hayti, Haiti, Barbadoes, Barbados, Africa, South Africa, Europe, Asia, Czechoslovakia, Yugoslavia, Soviet Union, Thibet, Afghanistan, Cyprus, Malta,
England, Schottland, Irland, Großbritannien, Grossbritannien, Niederlande, Niederlanden, Belgien, Frankreich, Spanien, Italien, Schweiz, Deutschland, Teutschland, Österreich, Oesterreich,
Ungarn, Preußen, Preussen, Polen, Rußland, Russland, Schweden, Norwegen, Dänemark, Griechenland, Türkei, Türkey, Rumänien, Bulgarien, Serbien, Böhmen, Ägypten, Aegypten, Indien, Amerika,
Vereinigte Staaten, Mexiko, Brasilien, Europa, Asien, Afrika, Tschechoslowakei, Jugoslawien, Sowjetunion, Palästina, Syrien, Japan, Australien, Algerien, Marokko, Tunis,
Angleterre, Écosse, Ecosse, Irlande, Hollande, Pays-Bas, Belgique, Espagne, Italie, Suisse, Allemagne, Autriche, Hongrie, Prusse, Pologne, Russie, Suède, Norvège, Danemark,
Grèce, Turquie, Roumanie, Bohême, Égypte, Egypte, Algérie, Maroc, Syrie, Inde, Indes, Chine, Amérique, Etats-Unis, États-Unis, Mexique, Brésil, Pérou, Chili, Canada, Afrique, Asie`

export const regions = `
East Indies, West Indies, Connaught, Leinster, Munster, Ulster, Highlands, Hebrides, Orkney, Shetland, Isle of Wight, Isle of Man, Jersey, Guernsey, Cornwall, Devonshire, Devon, Dorsetshire, Dorset, Somersetshire,
Somerset, Wiltshire, Hampshire, Hants, Sussex, Surrey, Kent, Middlesex, Essex, Suffolk, Norfolk, Cambridgeshire, Huntingdonshire, Bedfordshire, Hertfordshire, Herts, Buckinghamshire, Bucks, Oxfordshire,
Oxon, Berkshire, Berks, Gloucestershire, Glostershire, Herefordshire, Worcestershire, Warwickshire, Northamptonshire, Leicestershire, Rutland, Lincolnshire, Nottinghamshire, Notts, Derbyshire,
Staffordshire, Shropshire, Salop, Cheshire, Lancashire, Yorkshire, Westmoreland, Westmorland, Cumberland, Northumberland, Durham, Monmouthshire, Glamorganshire, Pembrokeshire, Caernarvonshire, Anglesea, Anglesey,
Denbighshire, Fife, Aberdeenshire, Perthshire, Argyllshire, Ayrshire, Lanarkshire, Lothian, Midlothian, Roxburghshire, Berwickshire, Inverness-shire, Sutherland, Caithness, Galloway, Dumfriesshire,
Co. Cork, Co. Galway, Co. Mayo, Co. Kerry, Co. Dublin, Co. Down, Co. Antrim, Kerry, Meath, Westmeath, Roscommon, Tipperary, Kildare, Fermanagh, Monaghan, Antrim, Donegal, Connemara, Kilkenny, Wicklow, Leitrim, Offaly,
Alabama, Arizona, Arkansas, California, Colorado, Connecticut, Dakota, Delaware, Florida, Georgia, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota,
Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, North Carolina, South Carolina, North Dakota, South Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Pensylvania, Rhode Island, Tennessee, Texas,
Utah, Vermont, Virginia, Wisconsin, Wyoming, New England, Coahuila, Tamaulipas, Nuevo Leon, Ontario, Nova Scotia, New Brunswick, Newfoundland, Labrador, Upper Canada, Lower Canada, Bengal, Bombay Presidency, Punjab, Cashmere, Kashmir,
Normandy, Brittany, Burgundy, Provence, Savoy, Picardy, Champagne, Gascony, Lorraine, Alsace, Auvergne, Languedoc, Dauphiny, Touraine, Flanders, Brabant, Hainault, Zealand, Friesland, Westphalia, Hanover, Saxony, Bavaria, Swabia,
Franconia, Thuringia, Hesse, Nassau, Pomerania, Silesia, Brandenburg, Mecklenburg, Holstein, Schleswig, Lusatia, Moravia, Galicia, Tyrol, Styria, Carinthia, Carniola, Transylvania, Dalmatia, Croatia, Slavonia, Wallachia, Moldavia, Livonia,
Courland, Lithuania, Finland, Siberia, Caucasus, Crimea, Circassia, Andalusia, Castile, Catalonia, Aragon, Biscay, Navarre, Estremadura, Lombardy, Piedmont, Tuscany, Umbria, Romagna, Calabria, Sicily, Sardinia, Corsica, Elba, Anatolia, Armenia,
Sachsen, Bayern, Baiern, Schwaben, Franken, Thüringen, Hessen, Pommern, Schlesien, Mecklenburg, Mähren, Tirol, Tyrol, Steiermark, Kärnten, Kärnthen, Krain, Siebenbürgen, Dalmatien, Kroatien, Salzkammergut, Vorarlberg, Elsaß, Elsass,
Lothringen, Rheinland, Westfalen, Westphalen, Hannover, Braunschweig, Oldenburg, Ostpreußen, Westpreußen, Livland, Kurland, Curland, Estland, Litauen, Lausitz, Oberlausitz, Niederlausitz, Neumark, Uckermark, Altmark, Harz, Schwarzwald, Odenwald, Böhmerwald,
Wienerwald, Riesengebirge, Erzgebirge, Galizien, Bukowina, Normandie, Bretagne, Bourgogne, Toskana, Toscana, Lombardei, Sizilien, Sicilien, Sardinien, Korsika, Kalabrien, Flandern, Krim, Sibirien, Kaukasus, Engadin, Wallis, Graubünden, Tessin, Pfalz,
Bourgogne, Brandebourg, Savoie, Picardie, Gascogne, Alsace, Saxe, Bavière, Souabe, Silésie, Silesie, Poméranie, Pomeranie, Westphalie, Bohême, Toscane, Lombardie, Piémont, Sicile, Sardaigne, Corse, Flandre, Flandres, Brabant, Franche-Comté, Poitou, Berry, Anjou, Béarn, Limousin, Périgord,
Riviera, Levant, Balkans, Balkan, Orient, Scandinavia, Skandinavien, Lapland, Zululand, Transvaal, Natal, Cape Colony, Queensland, Victoria, New South Wales`

export const waters = `
Thames, Severn, Trent, Mersey, Tweed, Clyde, Tay, Forth, Shannon, Liffey, Boyne, Lough Neagh, Windermere, Loch Lomond, Loch Katrine, Derwentwater, Rhine, Rhone, Rhône, Seine, Loire, Garonne, Marne, Somme, Meuse, Moselle, Danube, Elbe,
Oder, Vistula, Weser, Neckar, Main, Isar, Spree, Havel, Saale, Inn, Donau, Rhein, Mosel, Weichsel, Moldau, Tiber, Arno, Po, Ganges, Indus, Nile, Jordan, Euphrates, Niger, Congo, Amazon, Orinoco, Rio Grande,
Rio Grande del Norte, Red River, Ohio River, Missouri River, Mississippi River, Hudson River, Delaware River, Potomac, Susquehanna, St. Lawrence, Niagara, Lake Erie, Lake Ontario, Lake Superior, Lake Michigan, Lake George, Lake Champlain,
Lake of Geneva, Genfersee, Genfer See, Bodensee, Zürichsee, Vierwaldstättersee, Wannsee, Starnberger See, Attersee, Wörthersee, Gardasee, Comer See, Lake Como, Lago Maggiore, Mediterranean, Mittelmeer, Baltic, Ostsee, Nordsee, North Sea,
Adriatic, Adria, Black Sea, Red Sea, Atlantic, Pacific, Gulf of Mexico, Bay of Biscay, English Channel, Irish Channel, Brazos, Colorado River, Sabine, Nueces, Guadalupe, Trinity River, Arkansas River, Méditerranée, Danube, Rhin, Volga, Wolga, Neva, Newa, Don, Dnieper`

export const mountains = `
Alps, Alpen, Alpes, Pyrenees, Pyrenäen, Pyrénées, Apennines, Appenines, Mont Blanc, Mont Cenis, Simplon, St. Gotthard, Gotthard, Jungfrau, Matterhorn, Rigi, Pilatus, Semmering, Brocken, Vesuvius, Vesuv, Etna, Aetna, Snowdon, Ben Nevis,
Ben Lomond, Skiddaw, Cheviots, Malvern Hills, Alleghany, Alleghanies, Rocky Mountains, Andes, Himalaya, Ural, Carpathians, Karpathen, Karpaten, Vosges, Vogesen, Jura, Dolomiten, Dolomites, Olympus, Parnassus, Ararat, Dachstein, Rax, Schneeberg`
