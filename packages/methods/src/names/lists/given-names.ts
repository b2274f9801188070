/** Given names as writers of 1700-2000 put them: full forms, diminutives, older spellings. One space between names. */

export const englishGivenNames = `
Aaron Abel Abigail Abner Abraham Abram Ada Adam Adela Adelaide Adeline Adolphus Adrian Agatha Agnes Alan Alban Albert Alec Alethea
Alexander Alexandra Alexandrina Alfred Algernon Alice Alicia Alison Allan Allen Alma Almira Alonzo Althea Alvin Amabel Amanda Ambrose
Amelia Amos Amy Andrew Angela Angelica Angelina Angus Anita Ann Anna Annabel Annabella Anne Annette Annie Anny Anselm Anthony Antonia
Arabella Archibald Archie Archy Ariel Arnold Arthur Asa Asher Athelstan Aubrey Audrey Augusta Augustine Augustus Aurelia Barbara
Barnabas Barnaby Barney Barry Bartholomew Basil Bathsheba Beatrice Beatrix Becky Belinda Bella Ben Benedict Benjamin Benny Bernard
Bert Bertha Bertie Bertram Bertrand Beryl Bess Bessie Bessy Beth Betsey Betsy Bettina Betty Beverley Blanche Bob Bobby Bridget Bryan
Caleb Calvin Camilla Caroline Carrie Cassandra Cassie Catharine Catherine Cathy Cecil Cecilia Cecily Celestine Celia Charity Charley
Charlie Charlotte Chester Chloe Chris Christian Christiana Christina Christine Christopher Cicely Clara Clarence Clarissa
Claude Claudia Clem Clemence Clement Clementina Clifford Clive Clotilda Colin Connie Conrad Constance Constantia Cora Cordelia
Cornelia Cornelius Corney Cosmo Crispin Curtis Cuthbert Cynthia Cyril Cyrus Daisy Dan Daniel Daphne Darius Dave David Davy Deborah
Delia Delilah Denis Dennis Derek Desmond Diana Dick Dickie Dinah Dolly Dominic Dominick Donald Dora Dorcas Dorinda Doris Dorothea
Dorothy Dot Dottie Douglas Dudley Dugald Duncan Dwight Ebenezer Eddie Edgar Edie Edith Edmond Edmund Edna Edward Edwin Edwina Effie
Egbert Eileen Elaine Eldred Eleanor Eleanora Eleazar Elfrida Eli Elias Elihu Elijah Elinor Eliot Elisabeth Elise Elisha Eliza
Elizabeth Ella Ellen Ellie Elliot Elliott Elmer Elsie Elspeth Elvira Emeline Emily Emma Emmeline Emmie Emmy Enid Enoch Ephraim
Erasmus Eric Ernest Ernestine Esau Esmond Essie Estella Esther Ethel Ethelbert Etta Ettie Eudora Eugene Eugenia Eunice Euphemia
Eustace Eva Evan Evangeline Eveline Evelina Evelyn Ezekiel Ezra Fanny Fannie Felicia Felicity Felix Ferdinand Fergus Fidelia
Fitzwilliam Flo Flora Florence Flossie Frances Francis Frank Frankie Fred Freda Freddie Freddy Frederic Frederica Frederick
Fredrick Gabriel Gamaliel Gareth Geoffrey George Georgia Georgiana Georgie Georgina Georgy Gerald Geraldine Gerard Gertie Gertrude
Gideon Gilbert Giles Gladys Godfrey Gordon Graham Greta Gregory Griselda Guendolen Gus Gussie Guy Gwen Gwendolen
Hal Hamilton Hamish Hannah Harold Harriet Harriett Harriette Harriot Harry Hartley Harvey Hattie Hatty Hazel Hector Hedley
Helen Helena Henrietta Henry Herbert Herman Hermione Hester Hetty Hezekiah Hilary Hilda Hiram Honor Honora Honoria Horace Horatia
Horatio Howard Hubert Hugh Hugo Humphrey Humphry Ian Ianthe Ichabod Ida Ike Ignatius Imogen Ines Ingram Iona Ira Irene Iris Isaac
Isabel Isabella Isaiah Isidore Isobel Israel Ivan Ivor Jabez Jacinth Jack Jackie Jacob James Jamie Jane Janet Janey Jared Jarvis
Jason Jasper Jean Jeanie Jeannie Jedediah Jeffrey Jem Jemima Jemmy Jennie Jennifer Jenny Jeremiah Jeremy Jerome Jerry Jess
Jesse Jessica Jessie Jessy Jethro Jim Jimmie Jimmy Joan Joanna Job Joe Joel Johanna John Johnie Johnnie Johnny Jonah Jonas Jonathan
Jos Joseph Josepha Josephine Joshua Josiah Josie Joyce Juan Juana Judah Judith Judy Julia Julian Juliana Juliet Julius Justin Justina
Karen Kate Katharine Katherine Kathleen Kathy Katie Katy Keith Kenelm Kenneth Kezia Keziah Kit Kitty Lachlan Lambert Lancelot
Laura Laurence Lavinia Lawrence Lazarus Leah Leander Leila Leigh Lemuel Len Lena Lenore Leo Leonard Leonora Leopold
Leroy Leslie Lester Letitia Lettice Letty Levi Lewis Liam Libbie Libby Lil Lilian Lillian Lillie Lily Linda Lionel Lisa Lizzie Lizzy
Llewellyn Lois Lola Loretta Lottie Lotty Lou Louie Louis Louisa Louise Lucas Lucia Lucian Lucie Lucilla Lucinda Lucius Lucretia Lucy
Luke Luther Lydia Lyman Mabel Mackenzie Madeleine Madeline Madge Mag Maggie Magnus Malachi Malcolm Malvina Marcella Marcia Marcus
Margaret Margaretta Margery Margot Maria Marian Marianne Marie Marietta Marion Marjorie Marmaduke Martha Martin Marvin Mary
Maryanne Mat Mathew Mathias Matilda Matt Matthew Matthias Mattie Matty Maud Maude Maurice Mavis Max Maxwell Mehitable Melanie
Melinda Melissa Melville Mercy Meredith Micah Michael Michal Mick Mildred Miles Millicent Millie Milly Milo Mina Minerva Minna Minnie Mira
Miranda Miriam Moira Moll Molly Mollie Monica Montague Mordecai Morgan Moses Muriel Myra Myrtle Nan Napoleon Nancy Naomi
Nat Nathan Nathanael Nathaniel Ned Neddy Neil Nell Nellie Nelly Nelson Nettie Neville Nicholas Nick Nicol Nigel Noah Noel Nora Norah
Norman Norris Obadiah Octavia Octavius Olga Olive Oliver Olivia Ophelia Orlando Orville Oscar Osmond Oswald Otis Owen Pamela Pat
Patience Patricia Patrick Patsy Patty Paul Paula Paulina Pauline Pearl Peg Peggy Penelope Percival Percy Perkin Perry Pete Peter
Phebe Phil Philip Philippa Phillip Phillis Phineas Phoebe Phyllis Polly Priscilla Prudence Quentin Quincy Rachael Rachel Ralph
Ramsay Randal Randall Randolph Raymond Rebecca Rebekah Reginald Reuben Rex Rhoda Rhys Richard Richmond Rita Robert Roberta Robin
Roderick Rodney Roger Roland Ronald Rory Rosa Rosabel Rosalie Rosalind Rosamond Rosamund Rosanna Roscoe Rosetta Rosie Rosina Rowena
Rowland Roxana Roy Ruby Rufus Rupert Russell Ruth Sabina Sadie Sal Sally Salome Sam Sammy Samson Samuel Sandra Sandy Sarah Sara Saul
Sawney Seamus Sebastian Selina Seth Seymour Sheila Shirley Sibyl Sibylla Sidney Sigismund Silas Silvester Simeon Simon Sinclair Sol
Solomon Sophia Sophie Sophronia Sophy Spencer Stanley Stella Stephen Steve Steven Stewart Stuart Sukey Sue Susan Susanna Susannah
Susie Susy Sybil Sydney Sylvanus Sylvester Sylvia Tabitha Ted Teddy Temperance Terence Teresa Tess Tessa Thaddeus Thea Theo Theobald
Theodora Theodore Theodosia Theophila Theophilus Theresa Thomas Thomasina Thomasine Thurstan Tibbie Tillie Tilly Tim Timothy Titus
Tobias Toby Tom Tommy Tony Tristram Tryphena Ulysses Una Ursula Valentine Vanessa Vera Vernon Veronica Vicky Victor Victoria
Vincent Vinnie Viola Violet Virgil Virginia Vivian Vyvyan Wallace Walter Warren Washington Watty Wat Wendy Wesley Wilberforce Wilbur
Wilfred Wilfrid Wilhelmina Willard William Willie Willis Willy Wilmot Winifred Winnie Winston Winthrop Woodrow Zachariah Zachary
Zacharias Zechariah Zelda Zenobia Zillah Zoe`

/** Written abbreviations of given names, met before a surname ("Wm. Smith", "Thos Moore"). */
export const givenNameAbbreviations = `
Abm Alexr Alex Andw Anth Anthy Archd Arch Barth Benj Benjn Cath Chas Chs Chr Christr Danl Dav Ebenr Edm Edmd Edw Edwd Eliz Elizth Fran
Frs Frank Fred Fredk Fredc Geo Gilb Hen Hy Hugh Jas Jams Jer Jno Jn Jon Jona Jonth Jos Josh Jul Lawr Laur Matt Matth Mich Michl Nath
Nathl Nich Nichs Oliv Patk Pat Phil Philp Ric Rich Richd Ricd Rob Robt Robert Rbt Roger Saml Sam Sar Sim Ste Steph Theo Thos Tho Tim
Timo Tobs Val Vinc Walt Wal Wm Willm Will Xtopher Xpher Aug Carl Chph Chr Ernst Ferd Frdr Friedr Fr Frz Gg Gust Heinr Herm Joh Jac Jak
Ludw Mart Osk Ph Phil Rud Theod Wilh Rich`

export const germanGivenNames = `
Achim Adalbert Adam Adelbert Adele Adelheid Adolf Adolph Agathe Agnes Albert Albertine Albrecht Alexander Alexandra Alfons Alfred Alice
Alma Alois Aloys Aloisia Alwin Alwine Amalie Amalia Amadeus Andreas Angelika Anita Anna Annchen Anne Annemarie Annette Annie Anni
Anselm Antoinette Anton Antonia Antonie Armin Arnold Arthur Artur August Auguste Augustin Axel Balthasar Balduin Barbara Bartholomäus
Beate Beatrix Benedikt Benjamin Benno Bernd Bernhard Bernhardine Bernt Berta Bertha Berthold Bertold Bettina Bettine Bodo Bogislaw Bonaventura Boris
Brigitte Brunhilde Bruno Burkhard Caecilie Cäcilie Camillo Carl Carla Carola Caroline Carsten Caspar Charlotte Christel Christian
Christiane Christine Christlieb Christof Christoph Christophine Clara Claus Clemens Clementine Clotilde Conrad Constantin Constanze
Cordula Cornelia Cornelius Dagmar Daniel David Detlef Detlev Dietrich Dieter Dora Dorchen Dore Dorette Doris Dorothea Dorothee
Eberhard Eckart Edgar Edith Edmund Eduard Edwin Egon Ehrenfried Eleonore Elfriede Elias Elisa Elisabeth Elise Ella Elli Ellen Elly Elsa
Elsbeth Else Emanuel Emil Emilie Emma Emmerich Emmi Emmy Engelbert Engelhard Erasmus Erhard Erdmann Erich Erika Erna Ernestine Ernst
Erwin Esther Eugen Eugenie Eusebius Eva Evchen Ewald Fabian Fanni Fanny Felix Felizitas Ferdinand Ferdinande Florentine Florian
Franz Franziska Franzi Frieda Friedel Friedemann Friederike Friedrich Fridolin Friedrike Frieder Frida Frida Fritz Fritze Fritzi Gabriel Gabriele
Gebhard Georg George Georgine Gerd Gerda Gerhard Gerhart Gerlinde Gerta Gerti Gertraud Gertrud Gertrude Gisela Giselher Gottfried Gotthard
Gotthold Gotthilf Gottlieb Gottlob Gottwald Gregor Greta Grete Gretchen Gretel Gretl Guido Gunter Gunther Gustav Gustel Gusti Günter Günther
Götz Hannah Hannchen Hanne Hannelore Hannes Hanni Hanns Hans Hänschen Harald Harry Hartmut Hartwig Hedda Hedwig Heidi Heike Heiner
Heini Heinrich Heinz Helene Helen Helga Helmina Helmut Helmuth Hellmut Hellmuth Henny Henri Henriette Herbert Heribert Hermann Hermine Herta Hertha Hieronymus
Hilda Hilde Hildegard Hinrich Holger Horst Hubert Hugo Hulda Humbert Ida Ignatz Ignaz Ilka Ilona Ilse Immanuel Ines Ingeborg Inge
Ingrid Irene Irma Irmgard Isaak Isabella Isidor Isolde Israel Jakob Jacob Jacobine Jeanette Jenny Jens Jette Jettchen Joachim Jobst Jochen
Johann Johanna Johannes Johanne Jonas Jonathan Josef Josefa Josefine Joseph Josepha Josephine Jost Juliane Julchen Julia Julie Julius
Jutta Jörg Jürgen Kamilla Karin Karl Karla Karoline Kaspar Katharina Kathi Katherina Kathinka Käthchen Käthe Kathrin Klara Klaus Klemens
Klementine Konrad Konstantin Konstanze Kosima Cosima Kunigunde Kuno Kurt Laura Leberecht Lena Lenchen Leni Leo Leonhard Leonie Leonore Leopold
Leopoldine Levin Liesbeth Lieschen Liese Liesel Liesl Lili Lilli Lilly Lina Linda Lisa Lisbeth Lise Lisel Liselotte Lisette Lola Lorchen Lore Lorenz
Lothar Lotte Lotti Lottchen Lou Louis Louise Lucie Ludmilla Ludolf Ludwig Ludowika Luis Luise Luitpold Lukas Luzie Lydia Magda Magdalena Magdalene Magnus Maja
Malwida Malwine Manfred Margareta Margarete Margarethe Margarita Margot Margret Maria Mariane Marianne Marie Mariechen Marietta Marta
Martha Martin Mathias Mathilde Matthias Matthäus Mauritz Max Maximilian Mechthild Meinhard Meta Melanie Melchior Michael Michel Milena Mimi Mina Minchen
Minna Mizi Mizzi Moritz Moses Nanette Nannerl Nannette Natalie Nathanael Nepomuk Nettchen Nicolaus Nikolaus Nina Norbert Olga Oskar Oswald Otti Ottilie
Ottla Otto Ottokar Pankraz Paul Paula Pauline Peter Petra Philipp Philippine Pia Rahel Raimund Rainer Rebekka Regina Reiner Reinhard Reinhold
Reinhart Renate Resi Richard Ricarda Robert Roderich Roland Roman Rosa Rosalie Rosamunde Rosel Rosi Rosina Rosine Rudi Rudolf Rudolph Rupert Ruprecht
Ruth Sabine Salomon Salome Samuel Sebald Sebastian Selma Senta Sepp Severin Siegbert Siegfried Sieglinde Siegmar Siegmund
Sigismund Sigmund Sigrid Simon Sophie Sofie Sonja Stanislaus Stefan Stefanie Stefi Stephan Stephanie Sulpiz Susanna Susanne Sylvester Sylvia
Tassilo Thaddäus Thea Thekla Theobald Theodor Theodora Theophil Therese Theresia Thilo Thomas Till Tilly Tobias Toni Trude Trudchen Trudi
Ulla Ulrich Ulrike Ulrica Urban Ursula Ute Uwe Valentin Valerie Valeska Veit Vera Verena Veronika Viktor Viktoria Victor Vilma Vincenz Volker Volkmar
Wally Walburga Waldemar Walter Walther Wendelin Wenzel Werner Wieland Wilfried Wilhelm Wilhelmine Willi Willibald Willy Wolf Wolfgang Wolfram
Xaver Zacharias Zäzilie`

export const frenchGivenNames = `
Achille Adélaïde Adèle Adeline Adolphe Adrien Adrienne Agathe Agnès Aimé Aimée Alain Albert Albertine Alexandre Alexandrine Alexis Alfred
Alice Aline Alphonse Alphonsine Amable Ambroise Amédée Amélie Anatole André Andrée Angèle Angélique Anne Annette Anselme Antoine
Antoinette Apolline Ariane Aristide Armand Arnaud Arsène Arthur Athanase Auguste Augustin Augustine Aurélie Aurore Barthélemy Basile
Baptiste Bastien Béatrice Benjamin Benoît Bernadette Bernard Berthe Blaise Blanche Boniface Brigitte Camille Caroline Catherine Cécile
Céleste Célestin Célestine Célimène Césaire César Césarine Charles Charlotte Christian Christine Christophe Claire Clara Claude Claudine
Clémence Clément Clémentine Clothilde Clotilde Colette Constance Constant Cyprien Cyrille Damien Daniel Danielle David Delphine Denis
Denise Désiré Désirée Didier Diane Dominique Dorothée Edgar Edgard Edmée Edmond Édouard Edouard Eléonore Éléonore Éliane Élie Élisa Elisa Élisabeth
Elisabeth Élise Elise Éloi Éloïse Émile Emile Émilie Emilie Emma Emmanuel Emmanuelle Ernest Ernestine Esprit Estelle Esther Étienne Etienne Eugène
Eugénie Eulalie Eustache Euphrasie Évariste Éve Fabien Fanny Félicie Félicité Félix Ferdinand Fernand Fernande Firmin Flore Florent Florentin
Francine Francis François Françoise Frédéric Frédérique Gabriel Gabrielle Gaétan Gaspard Gaston Gautier Geneviève Geoffroy Georges
Georgette Gérard Germain Germaine Gertrude Gervais Ghislaine Gilberte Gilles Ginette Gisèle Grégoire Guillaume Gustave Guy Hector Hélène
Henri Henriette Hermance Hermine Hilaire Hippolyte Honoré Honorine Horace Hortense Hubert Hugues Hyacinthe Ignace Irène Isabelle
Isidore Jacob Jacqueline Jacques Jean Jeanne Jeannette Jérôme Joachim Joseph Josèphe Joséphine Jules Julie Julien Julienne Juliette Justin Justine Laure
Laurence Laurent Laurette Lazare Léa Léo Léon Léonard Léonce Léone Léonie Léopold Léopoldine Louis Louise Louison Luc Lucie Lucien Lucienne Lucile Lydie
Madeleine Magdeleine Manon Marc Marcel Marcelle Marcelin Marceline Margot Marguerite Marianne Marie Mariette Marius Marthe Martial Martin Martine Mathieu Mathilde
Mathurin Matthieu Maurice Maxime Maximilien Mélanie Michel Michelle Mireille Modeste Monique Nadine Nanette Nannette Napoléon Narcisse Nathalie Nicolas Nicole Ninon Noël
Noémie Octave Octavie Odette Odile Olivier Olympe Ondine Onésime Oscar Pamphile Pascal Patrice Paul Paule Pauline Philibert Philippe
Philippine Philomène Pierre Pierrette Placide Prosper Quentin Rachel Raoul Raphaël Raymond Raymonde Rémi Rémy René Renée Richard Robert Roger Rodolphe
Roland Rosalie Rose Rosine Sabine Samuel Sébastien Séraphin Séraphine Serge Sévère Séverin Sidonie Simon Simone Solange Sophie Stanislas Stéphane
Stéphanie Suzanne Sylvain Sylvestre Sylvie Thadée Théodore Théodose Théophile Thérèse Thibault Thierry Thomas Toussaint Tristan Urbain Ursule Valentin
Valentine Valère Valérie Victoire Victor Victorine Vincent Virginie Vivienne Xavier Yves Yvette Yvonne Zacharie Zélie Zoé`

/**
 * Given names that are also ordinary words, places or common surnames: alone they name nobody. They count before a
 * surname, after a kinship word ("Aunt Grace"), or once the text has used them so.
 */
export const ambiguousGivenNames = `
Abel Angus Arch Ariel Art August Auguste Aurore Ben Bill Blanche Boniface Charity Chester Christian Clement Constance Constant Cordelia Courtney Daisy
Dale Davy Désiré Dick Dolly Dot Dudley Esprit Faith Felicity Fitzwilliam Florence Frank Georgia Germain Germaine Gordon Grace Graham Guy Hal
Hamilton Hartley Hazel Hector Heath Honor Honoré Hope Horace Howard Iris Israel Ivy Jack Jasper Jean Job Jos Joy June Justice Juan Kit
Lambert Leslie Lester Lily Lore Lou Mag Mai Major Malvina Mark Markus Mat Max Maxwell May Melville Mercy Miles Minerva Modeste Montague Morgan Moses
Nat Nelson Neville Nick Noble Noel Norman Norris Olive Orlando Pat Patience Pearl Peg Percy Perry Pia Prosper Prudence Quincy Ramsay Rex Richmond
Rich Robin Rodney Rose Roy Ruby Russell Sal Samson Sandy Seymour Severe Sinclair Sol Spencer Stanley Stuart Stewart Sue Sydney Temperance Theo Tim Till
Titus Tony Toussaint Troy Una Urban Ute Val Venus Vernon Victoria Viola Violet Virgil Virginia Wal Wally Walt Wallace Warren Washington Wat Will Wolf Wesley
Chr Ric Rob Fran Fr Ph Ste Tho Cat Hen Hy Jon Jul Jer Laur Oliv Matt Sar Sim Philp Geo Ernst Sepp Cyrus Asher Eden Pace Lachlan Luther Calvin Pascal
Adam Hermann Solomon Ulysses Juliet Miranda Ophelia Cassandra Penelope Jonas Salome Magnus Leander Clarissa Pamela Belinda`
